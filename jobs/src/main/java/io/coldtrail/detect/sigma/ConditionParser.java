package io.coldtrail.detect.sigma;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a condition: {@code or} of {@code and} of {@code not} of names, parentheses, and {@code 1|N|any|all of} a name
 * pattern or {@code them}, which leaves out names that begin with an underscore.
 */
final class ConditionParser {
    private static final Pattern TOKEN = Pattern.compile("[()]|[^\\s()]+");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,3}");
    /** Of parentheses and nots; people write two or three, more is a mistake or an attack on the stack. */
    private static final int MAX_DEPTH = 64;

    private final String condition;
    private final Map<String, Expr> named;
    private final List<String> tokens = new ArrayList<>();
    private int at;
    private int depth;

    private ConditionParser(String condition, Map<String, Expr> named) {
        this.condition = condition;
        this.named = named;
        Matcher token = TOKEN.matcher(condition);
        while (token.find()) {
            tokens.add(token.group());
        }
    }

    static Expr parse(String condition, Map<String, Expr> named) throws RuleException {
        if (condition.indexOf('|') >= 0) {
            throw new RuleException(
                    "its condition aggregates with '|', which Sigma has given up for correlation rules");
        }
        ConditionParser parser = new ConditionParser(condition, named);
        Expr expr = parser.or();
        if (parser.at < parser.tokens.size()) {
            throw parser.wrong("'" + parser.tokens.get(parser.at) + "' stands where 'and' or 'or' is expected");
        }
        return expr;
    }

    private Expr or() throws RuleException {
        List<Expr> parts = new ArrayList<>(List.of(and()));
        while (accept("or")) {
            parts.add(and());
        }
        return parts.size() == 1 ? parts.get(0) : new Expr.Or(parts);
    }

    private Expr and() throws RuleException {
        List<Expr> parts = new ArrayList<>(List.of(not()));
        while (accept("and")) {
            parts.add(not());
        }
        return parts.size() == 1 ? parts.get(0) : new Expr.And(parts);
    }

    private Expr not() throws RuleException {
        if (++depth > MAX_DEPTH) {
            throw new RuleException("its condition is nested more than " + MAX_DEPTH + " deep");
        }
        try {
            return accept("not") ? new Expr.Not(not()) : operand();
        } finally {
            depth--;
        }
    }

    private Expr operand() throws RuleException {
        if (at == tokens.size()) {
            throw wrong("it ends where a name is expected");
        }
        String token = tokens.get(at++);
        if (token.equals("(")) {
            Expr inner = or();
            if (!accept(")")) {
                throw wrong("a parenthesis is not closed");
            }
            return inner;
        }
        String word = token.toLowerCase(Locale.ROOT);
        if (at < tokens.size()
                && tokens.get(at).equalsIgnoreCase("of")
                && (word.equals("all")
                        || word.equals("any")
                        || NUMBER.matcher(word).matches())) {
            at++;
            return quantified(word);
        }
        Expr expr = named.get(token);
        if (expr == null) {
            throw wrong("there is no detection '" + token + "'");
        }
        return expr;
    }

    private Expr quantified(String number) throws RuleException {
        if (at == tokens.size()) {
            throw wrong("it ends where a name is expected");
        }
        String target = tokens.get(at++);
        boolean them = target.equalsIgnoreCase("them");
        StringPattern pattern = StringPattern.of(target, false, false);
        List<Expr> parts = new ArrayList<>();
        named.forEach((name, expr) -> {
            if (them ? !name.startsWith("_") : pattern.matches(name)) {
                parts.add(expr);
            }
        });
        if (parts.isEmpty()) {
            throw wrong("no detection is meant by '" + target + "'");
        }
        return switch (number) {
            case "all" -> new Expr.And(parts);
            case "any", "1" -> new Expr.Or(parts);
            default -> new Expr.AtLeast(Integer.parseInt(number), parts);
        };
    }

    private boolean accept(String word) {
        boolean is = at < tokens.size() && tokens.get(at).equalsIgnoreCase(word);
        if (is) {
            at++;
        }
        return is;
    }

    private RuleException wrong(String reason) {
        return new RuleException("its condition '" + condition + "' cannot be read: " + reason);
    }
}
