package io.coldtrail.report;

import java.util.List;

/** The case in a page of Markdown, for a ticket or a chat. */
final class Summary {
    private static final int MOST_INCIDENTS = 5;
    private static final int MOST_FINDINGS = 10;

    private Summary() {}

    static String of(CaseView view) {
        StringBuilder out = new StringBuilder();
        if (view.incidents().isEmpty()) {
            out.append("# No incident was found in what was read\n\n");
            NoIncident.of(view).story().forEach(s -> out.append(s.markdown()).append("\n\n"));
        }
        Names names = new Names(view.sessions());
        view.incidents().stream().limit(MOST_INCIDENTS).forEach(i -> incident(out, view, i, names));
        if (view.incidents().size() > MOST_INCIDENTS) {
            out.append(Words.count(view.incidents().size() - MOST_INCIDENTS))
                    .append(" more incidents are in the report.\n\n");
        }
        findings(out, view);
        section(out, "What cannot be seen");
        Unseen unseen = Unseen.of(view);
        unseen.spots().forEach(s -> item(out, "- ", s.what(), s.statement()));
        if (unseen.left() > 0) {
            out.append("- and ").append(Words.count(unseen.left())).append(" more in the report\n");
        }
        out.append("\nThe proof is in `index.html` beside this file: rows, records, byte ranges, hashes.\n");
        return out.toString();
    }

    private static void incident(StringBuilder out, CaseView view, Incident incident, Names names) {
        List<Step> steps = view.stepsOf(incident);
        IncidentPart part = IncidentPart.of(view, incident, names);
        Clock clock = part.clock();
        out.append("# ").append(Markdown.text(incident.title())).append("\n\n");
        out.append("Incident ").append(Markdown.code(incident.id()));
        out.append(", ").append(Markdown.text(incident.severity()));
        out.append(", ").append(clock.day() == null ? "" : Clock.day(clock.day()) + ", ");
        out.append(clock.range(incident.first(), incident.last())).append(" UTC\n\n");
        Story.of(incident.story(), steps)
                .forEach(line -> out.append(line.markdown()).append("\n\n"));
        part.facts().forEach(f -> {
            String grade = f.grade().isEmpty() ? "" : " (" + f.grade() + ")";
            out.append("- **")
                    .append(f.label())
                    .append("** ")
                    .append(f.text().markdown())
                    .append(grade)
                    .append('\n');
        });
        out.append('\n');
        questions(out, part);
        List<DoFirst.Action> actions = part.actions().list();
        if (!actions.isEmpty()) {
            section(out, "Do first");
            actions.forEach(a -> item(out, a.number() + ". ", a.head(), a.rest()));
            out.append('\n');
        }
        out.append(Words.count(steps.size(), "row", "rows")).append(" of the timeline are in `timeline.csv`.\n\n");
    }

    private static void questions(StringBuilder out, IncidentPart part) {
        for (Questions.Asked asked : part.questions()) {
            out.append(asked.number() == 1 ? "## Questions\n\n" : "");
            out.append(asked.number())
                    .append(". ")
                    .append(Markdown.text(asked.question()))
                    .append('\n');
            if (asked.answers().isEmpty()) {
                out.append("    - not answered\n");
            }
            for (Answer a : asked.answers()) {
                String grade = a.grade().isEmpty() ? "" : " (" + a.grade() + ")";
                String said = a.text() + (a.missing().isEmpty() ? "" : " " + a.missing());
                item(out, "    - ", Words.title(Words.plain(a.verdict())) + ".", said + grade);
            }
            out.append(asked.number() == part.questions().size() ? "\n" : "");
        }
    }

    private static void findings(StringBuilder out, CaseView view) {
        if (view.findings().isEmpty()) {
            return;
        }
        section(out, "Findings");
        view.findings().stream()
                .limit(MOST_FINDINGS)
                .forEach(f -> item(out, "- ", Words.title(f.severity()) + ":", f.title() + " (" + f.type() + ")"));
        long left =
                view.findingsInAll() - Math.min(MOST_FINDINGS, view.findings().size());
        if (left > 0) {
            out.append("- and ").append(Words.count(left)).append(" more\n");
        }
        out.append('\n');
    }

    private static void section(StringBuilder out, String title) {
        out.append("## ").append(title).append("\n\n");
    }

    private static void item(StringBuilder out, String mark, String bold, String text) {
        out.append(mark)
                .append("**")
                .append(Markdown.text(bold))
                .append("** ")
                .append(Markdown.text(text))
                .append('\n');
    }
}
