package io.coldtrail.demo;

/**
 * Someone who works for the company.
 *
 * @param name first and last name, as in the user name
 * @param uniqueId of the IAM user; null for who signs in through Identity Center
 * @param longTermKey of the IAM user, for the command line
 * @param permissionSet role of Identity Center; null for IAM users
 * @param cli user agent of the command line on their laptop
 * @param browser user agent of their browser
 */
record Person(
        String name,
        String email,
        String uniqueId,
        String longTermKey,
        Role permissionSet,
        String office,
        String home,
        String cli,
        String browser) {

    boolean singleSignOn() {
        return permissionSet != null;
    }

    /** Whether they look after things from home in the evening. */
    boolean onCall() {
        return home != null;
    }
}
