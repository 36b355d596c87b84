package io.coldtrail.job;

import io.coldtrail.logs.ReadProgress;
import java.io.PrintStream;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Says on stderr what is being done: on a terminal one line, redrawn in place; elsewhere a line a phase, and one now and
 * then.
 */
final class Progress implements AutoCloseable {
    private static final long REDRAW_MILLIS = 200;
    private static final long LINE_SECONDS = 30;
    private static final int BAR = 16;
    private static final int WIDTH = width();

    private final PrintStream out;
    private final boolean terminal;
    private final long start = System.nanoTime();
    private final Map<String, Double> seconds = new LinkedHashMap<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "coldtrail-progress");
        thread.setDaemon(true);
        return thread;
    });

    private volatile String phase = "start";
    private volatile String detail = "";
    private volatile long objects;
    private volatile long bytes;
    private long objectsBefore;
    private long bytesBefore;
    private long recordsBefore;
    private long rejectsBefore;
    private long phaseStart = start;
    private int drawn;

    Progress(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
        long period = terminal ? REDRAW_MILLIS : LINE_SECONDS * 1000;
        timer.scheduleAtFixedRate(this::show, period, period, TimeUnit.MILLISECONDS);
    }

    private static int width() {
        String columns = System.getenv("COLDTRAIL_TERMINAL");
        return columns != null && columns.matches("\\d{2,4}") ? Integer.parseInt(columns) : 100;
    }

    /** Begins a phase; the time of the one before is kept. */
    synchronized void phase(String name, String what) {
        long now = System.nanoTime();
        seconds.merge(phase, (now - phaseStart) / 1e9, Double::sum);
        phaseStart = now;
        phase = name;
        detail = what;
        objects = 0;
        show();
    }

    /** Says how much the scan is to read. */
    synchronized void toRead(long howMany, long howLarge) {
        objects = howMany;
        bytes = howLarge;
        objectsBefore = ReadProgress.objects();
        bytesBefore = ReadProgress.bytes();
        recordsBefore = ReadProgress.records();
        rejectsBefore = ReadProgress.rejects();
    }

    private synchronized void show() {
        String line = objects > 0 ? scanLine() : detail;
        if (terminal) {
            long elapsed = (System.nanoTime() - start) / 1_000_000_000L;
            draw(String.format(Locale.ROOT, "[%02d:%02d] %-8s %s", elapsed / 60, elapsed % 60, phase, line));
        } else {
            out.println(Instant.now().truncatedTo(ChronoUnit.SECONDS) + " " + phase + " " + line);
        }
    }

    private String scanLine() {
        long done = ReadProgress.objects() - objectsBefore;
        long doneBytes = ReadProgress.bytes() - bytesBefore;
        long records = ReadProgress.records() - recordsBefore;
        double elapsed = Math.max((System.nanoTime() - phaseStart) / 1e9, 1e-3);
        StringBuilder line = new StringBuilder();
        if (terminal) {
            int full = bytes == 0 ? 0 : (int) (BAR * Math.min(doneBytes, bytes) / bytes);
            line.append('[')
                    .append("#".repeat(full))
                    .append(" ".repeat(BAR - full))
                    .append("]  ");
        }
        line.append(String.format(
                Locale.ROOT,
                "%,d / %,d objects   %s / %s   %,d records   %,d a second   %,d rejects",
                done,
                objects,
                Sizes.bytes(doneBytes),
                Sizes.bytes(bytes),
                records,
                Math.round(records / elapsed),
                ReadProgress.rejects() - rejectsBefore));
        if (doneBytes > 0 && doneBytes < bytes && elapsed > 2) {
            line.append(String.format(Locale.ROOT, "   eta %.0f s", elapsed * (bytes - doneBytes) / doneBytes));
        }
        return line.toString();
    }

    private void draw(String text) {
        // a line that wraps cannot be drawn over
        String line = text.length() < WIDTH ? text : text.substring(0, WIDTH - 1);
        out.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
        out.flush();
        drawn = line.length();
    }

    /** Says something that stays: a line each. */
    synchronized void note(List<String> lines, String what) {
        clear();
        lines.forEach(line -> out.println("  " + what + ": " + TextTable.visible(line)));
    }

    /** Takes the line away, for something else to be printed. */
    synchronized void clear() {
        if (terminal && drawn > 0) {
            out.print("\r" + " ".repeat(drawn) + "\r");
            out.flush();
            drawn = 0;
        }
    }

    /** Seconds by phase, in order; ends the last phase. */
    synchronized Map<String, Double> end() {
        close();
        long now = System.nanoTime();
        seconds.merge(phase, (now - phaseStart) / 1e9, Double::sum);
        phaseStart = now;
        return seconds;
    }

    @Override
    public void close() {
        timer.shutdownNow();
        clear();
    }
}
