import java.nio.file.*;
import java.util.*;
import java.util.regex.*;

/** Asks java.util.regex: JavaRegexAnswers.java OUT.csv COUNT.
 * Lines: pattern, text, then the groups of the first match or what went wrong. */
public final class JavaRegexAnswers {
    static final Random R = new Random(20261130);
    static final String[] ATOMS = { "a", "b", "c", "A", "1", "-", ".", "\\d", "\\w", "\\W", "\\S", "\\D", "\\s", "[ab]", "[^a]", "[a-c&&[^b]]", "[a-z&&b-c1]",
        "[[ab]1]", "[a[^b]]", "[[:alpha:]]", "[^[ab]]", "[\\w&&[^\\d]]", "[]a]", "[a-]", "[-a]", "[a&b]", "[&&a]", "[\\]\\-]", "\\p{L}", "\\P{L}", "\\p{Lower}",
        "\\p{Alpha}", "\\pN", "\\p{IsLu}", "[^\\p{Punct}]", "\\x41", "\\u0061", "\\x{1F600}", "\\uD83D\\uDE00", "\uD83D\uDE00", "[\uD83D\uDE00\uD83D\uDE01]",
        "[\uD83D\uDE00-\uD83D\uDE03b]", "[^\uD83D\uDE00]", "\\.", "\\Qa.b\\E", "\\Q1\\E", "\\t", "\\n", "\\cA", "\\0141", "\\h", "\\v", "\\R", "\\b", "\\B", "^", "$",
        "\\A", "\\z", "\\Z", "\\1", "\\2", "\\12", "\\k<n>", "\u00E9", "[\u00E0-\u00FF]", "]", "}", "(?i)", "(?s)", "(?m)", "(?-i)", "(?d)", "[^&&a]", "[a&&]",
        "[a-c&&b&&[bc]]", "[a-f&&[b-e]&&[c-z]]", "\\\\", "(?=a)", "(?!b)", "(?<=a)", "(?<!b)", "(?<=ab?)", "[\\d-a]", "[\\x41-\\x43]", "[A-c]", "\\e", "[\\v]", "[\\h]",
        "{2}", "\\E", "[a", "(", ")", "\\g", "[b-a]", "a{2,1}", "(?<n>a)", "(?<m>[bc]+)", "\\p{Foo}", "[\\b]", "(?<=a*)", "(?<=(?:ab|b))" };
    static final String[] QUANTIFIERS = { "", "", "", "", "", "*", "+", "?", "*?", "+?", "??", "{2}", "{1,2}", "{0,2}?", "{2,}", "*+", "++", "?+", "{1,2}+" };
    static final String[] BAD = { "{,2}", "**", "{2}{3}", "{a", "{1", "*{2}", "+?+" };
    static final String[] TEXTS = { "a", "b", "c", "A", "B", "1", "2", "-", ".", " ", "\n", "\u00E9", "\u00C9", "\uD83D\uDE00", "\uD83D\uDE01", "_", "]", "\u0663", "k", "\u212A", "&", ":" };

    static String pattern(int depth) {
        StringBuilder s = new StringBuilder();
        for (int i = 1 + R.nextInt(4); i > 0; i--) {
            int k = R.nextInt(10);
            if (k < 7 || depth == 0) s.append(ATOMS[R.nextInt(R.nextInt(3) == 0 ? ATOMS.length : 45)]);
            else if (k == 7) s.append("(").append(pattern(depth - 1)).append(")");
            else if (k == 8) s.append(new String[] { "(?:", "(?>", "(?i:", "(?<n>", "(?=", "(?s:" }[R.nextInt(6)]).append(pattern(depth - 1)).append(")");
            else s.append("(").append(pattern(depth - 1)).append("|").append(pattern(depth - 1)).append(")");
            String[] q = R.nextInt(40) == 0 ? BAD : QUANTIFIERS;
            s.append(q[R.nextInt(R.nextInt(5) == 0 || q == BAD ? q.length : q.length - 4)]);
        }
        return s.toString();
    }

    static String text() {
        StringBuilder s = new StringBuilder();
        for (int i = R.nextInt(7); i > 0; i--) s.append(TEXTS[R.nextInt(R.nextInt(3) == 0 ? TEXTS.length : 6)]);
        return s.toString();
    }

    static String escape(String s) {
        StringBuilder b = new StringBuilder();
        for (char c : s.toCharArray()) b.append(c < ' ' || c > '~' || c == '|' || c == '\\' ? String.format("\\u%04X", (int) c) : String.valueOf(c));
        return b.toString();
    }

    public static void main(String[] a) throws Exception {
        StringBuilder out = new StringBuilder();
        for (int n = Integer.parseInt(a[1]); n > 0; n--) {
            String p = pattern(1), t = text();
            out.append(escape(p)).append('|').append(escape(t));
            try {
                Matcher m = Pattern.compile(p).matcher(t);
                if (!m.find()) out.append("|NONE");
                else for (int g = 0; g <= m.groupCount(); g++) out.append('|').append(m.group(g) == null ? "NULL" : escape(m.group(g)));
                out.append('|').append(escape(m.reset().replaceAll("<>")));
            } catch (PatternSyntaxException e) {
                out.append("|MALFORMED|").append(escape(e.getDescription()));
            }
            out.append('\n');
        }
        Files.writeString(Path.of(a[0]), out.toString());
    }
}
