package dev.berth.proxy.route;

import com.ibm.icu.text.IDNA;
import com.ibm.icu.text.IDNA.Error;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * A name in any script, in the letters that DNS has: by UTS #46, non-transitional, as browsers do it. So
 * {@code straße.example} is {@code xn--strae-oqa.example} and not {@code strasse.example}, which is somebody else's.
 */
final class InternationalName {
    private static final String ACE = "xn--";

    /** Names such as {@code r3---sn.example} are in use. */
    private static final Set<Error> ALLOWED = EnumSet.of(Error.HYPHEN_3_4);

    /** What a name in plain letters can break just as well; who asks looks at that anyway. */
    private static final Set<Error> OF_ANY_NAME = EnumSet.of(
            Error.EMPTY_LABEL,
            Error.LABEL_TOO_LONG,
            Error.DOMAIN_NAME_TOO_LONG,
            Error.LEADING_HYPHEN,
            Error.TRAILING_HYPHEN);

    /** Its tables are read at the first name that needs them. */
    private static final class Tables {
        static final IDNA IDNA_2008 = IDNA.getUTS46Instance(
                IDNA.NONTRANSITIONAL_TO_ASCII | IDNA.CHECK_BIDI | IDNA.CHECK_CONTEXTJ | IDNA.USE_STD3_RULES);
    }

    private InternationalName() {}

    /**
     * In lower case and punycode. Lengths, empty labels and hyphens at the ends of plain labels are not judged here.
     *
     * @param rule for labels that break no rule of their own
     * @throws IllegalArgumentException with the rule that is broken
     */
    static String ascii(String name, String rule) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (name.chars().allMatch(c -> c < 128) && !lower.startsWith(ACE) && !lower.contains("." + ACE)) {
            return lower;
        }
        IDNA.Info info = new IDNA.Info();
        String ascii =
                Tables.IDNA_2008.nameToASCII(name, new StringBuilder(), info).toString();
        Set<Error> errors = EnumSet.noneOf(Error.class);
        errors.addAll(info.getErrors());
        errors.removeAll(ALLOWED);
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException(OF_ANY_NAME.containsAll(errors) ? rule : broken(errors));
        }
        return ascii;
    }

    private static String broken(Set<Error> errors) {
        if (errors.contains(Error.PUNYCODE) || errors.contains(Error.INVALID_ACE_LABEL)) {
            return "what follows \"" + ACE + "\" is not a name in punycode; copy it whole, or write the name itself";
        }
        if (errors.contains(Error.CONTEXTJ)) {
            return "an invisible joiner (U+200C or U+200D) stands where names have none; take it out";
        }
        if (errors.contains(Error.BIDI)) {
            return "a label mixes scripts from right to left with others in a way that names may not";
        }
        return "a character in it is none that names have";
    }
}
