package io.coldtrail.detect;

import io.coldtrail.detect.DetectionInput.ListText;
import io.coldtrail.detect.sigma.RuleSet;
import io.coldtrail.detect.sigma.RuleText;
import io.coldtrail.lake.Case;
import io.coldtrail.lake.Settings;
import java.util.ArrayList;
import java.util.List;

/** The files that a case is to be detected with: what the matcher takes, and the hunts. */
record Offered(DetectionInput input, List<RuleText> hunts) {
    /**
     * By the settings of the case: the built-in ones, and its copies of the user's.
     *
     * @param unusable takes the files that are neither
     */
    static Offered to(Case kase, List<RuleSet.Unusable> unusable) {
        Settings settings = kase.settings();
        List<RuleText> rules = new ArrayList<>();
        List<RuleText> hunts = new ArrayList<>();
        if (settings.builtinRules()) {
            rules.addAll(RuleFiles.builtin());
            hunts.addAll(RuleFiles.hunts());
        }
        for (Settings.Input file : settings.rules()) {
            if (RuleFiles.isRule(file.name())) {
                rules.add(new RuleText(file.name(), text(kase, file)));
            } else if (RuleFiles.isHunt(file.name())) {
                hunts.add(new RuleText(file.name(), text(kase, file)));
            } else {
                unusable.add(new RuleSet.Unusable(
                        file.name(), null, null, "its name ends neither in .yml nor in .yaml nor in .sql"));
            }
        }
        List<ListText> lists = new ArrayList<>();
        for (Settings.Input file : settings.threatLists()) {
            lists.add(new ListText(file.name(), text(kase, file)));
        }
        return new Offered(new DetectionInput(List.copyOf(rules), List.copyOf(lists)), hunts);
    }

    private static String text(Case kase, Settings.Input file) {
        String text = kase.files().readText(file.path());
        if (text == null) {
            throw new IllegalStateException(
                    "the case has lost its copy of " + file.name() + " (" + file.path() + "); give the file again");
        }
        return text;
    }
}
