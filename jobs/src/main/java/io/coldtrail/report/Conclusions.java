package io.coldtrail.report;

import java.util.List;
import java.util.Map;

/**
 * What the trace concluded: of each incident its answers, what was taken and what holds; of the archive, what it cannot
 * show.
 *
 * @param answers in the order of the questions
 * @param exposures worst first
 * @param controls bad news first
 * @param blindSpots what touches an answer first
 */
record Conclusions(
        Map<String, List<Answer>> answers,
        Map<String, List<Exposure>> exposures,
        Map<String, List<Control>> controls,
        List<BlindSpot> blindSpots) {
    /** Things shown as taken, and controls; the tables have them all. */
    private static final int MOST_SHOWN = 60;

    private static final int MOST_BLIND = 100;

    List<Answer> answers(String incident) {
        return answers.getOrDefault(incident, List.of());
    }

    List<Exposure> exposures(String incident) {
        return exposures.getOrDefault(incident, List.of());
    }

    List<Control> controls(String incident) {
        return controls.getOrDefault(incident, List.of());
    }

    public List<BlindSpot> shownBlindSpots() {
        return blindSpots.stream().limit(MOST_BLIND).toList();
    }

    List<Exposure> shownExposures(String incident) {
        return exposures(incident).stream().limit(MOST_SHOWN).toList();
    }

    List<Control> shownControls(String incident) {
        return controls(incident).stream().limit(MOST_SHOWN).toList();
    }
}
