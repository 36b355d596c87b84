package io.coldtrail.detect.sigma;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Sigma's semantics, one line a case: detection, record, whether it matches. */
class MatchTest {
    private static final String RECORD =
            """
            {"eventVersion":"1.08","apiVersion":"2015_03_31","eventName":"PutThing","eventSource":"s3.amazonaws.com","readOnly":false,
             "sourceIPAddress":"198.51.100.7","userAgent":"Aws-CLI/2.0 *star* C:\\\\dir?x","errorMessage":null,
             "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/Alice","accessKeyId":"",
               "sessionContext":{"attributes":{"mfaAuthenticated":"false"}}},
             "requestParameters":{"n":89.0,"big":123456789012,"on":true,"off":"false","empty":"","nil":null,
               "list":["one","Two",{"deep":"three"}],"items":[{"port":22,"cidr":"0.0.0.0/0"},{"port":443}],
               "obj":{"Effect":"Allow","x":[1,2]},"text":"line1\\nline2","a.b":"dotted","arn":"arn:aws:iam::111122223333:user/Alice",
               "other":"arn:aws:iam::999988887777:root","n2":[[1,[2]],[]],"greek":"ΟΔΟΣ","emoji":"x😀y"},
             "responseElements":null,"additionalEventData":{"MFAUsed":"No"},
             "resources":[{"ARN":"arn:aws:s3:::one"},{"ARN":"arn:aws:s3:::two"}],"recipientAccountId":"111122223333"}
            """;

    static Stream<Arguments> cases() {
        return Stream.of(
                // equality: any case, whole value
                c("eventName: PutThing", true),
                c("eventName: putTHING", true),
                c("eventName: Put", false),
                c("eventName|cased: putThing", false),
                c("eventName|cased: PutThing", true),
                c("eventName: [X, putthing]", true),
                c("eventName: [X, Y]", false),
                c("eventname: PutThing", false),
                // wildcards and escapes
                c("eventName: P*g", true),
                c("eventName: '*'", true),
                c("eventName: 'PutThin?'", true),
                c("eventName: 'PutThing?'", false),
                c("eventName: 'P?*?g'", true),
                c("eventName: 'Put*X*'", false),
                c("requestParameters.emoji: 'x?y'", true),
                c("userAgent|contains: '\\*star\\*'", true),
                c("userAgent|contains: '\\*tar\\*'", false),
                c("userAgent|contains: 'C:\\dir\\?x'", true),
                c("userAgent|contains: 'C:\\\\dir?x'", true),
                c("userAgent|contains: 'C:\\\\\\dir'", false),
                c("userAgent|contains: 'cli*dir'", true),
                c("errorCode: '*'", false),
                // places
                c("eventName|startswith: put", true),
                c("eventName|startswith: thing", false),
                c("eventName|endswith: THING", true),
                c("eventName|contains: tTh", true),
                c("eventName|contains: [zz, tth]", true),
                c("eventName|contains|all: [put, thing]", true),
                c("eventName|contains|all: [put, zz]", false),
                c("eventName|all|contains: [put, thing]", true),
                c("userIdentity.arn|endswith|cased: user/alice", false),
                c("requestParameters.greek: οδος", true),
                c("requestParameters.greek|contains: ος", true),
                // regular expressions: cased, anywhere, linear
                c("eventName|re: '^Put.*g$'", true),
                c("eventName|re: thing", false),
                c("eventName|re|i: thing", true),
                c("requestParameters.text|re: '^line2$'", false),
                c("requestParameters.text|re|m: '^line2$'", true),
                c("requestParameters.text|re: 'line1.line2'", false),
                c("requestParameters.text|re|s: 'line1.line2'", true),
                // networks
                c("sourceIPAddress|cidr: 198.51.100.0/24", true),
                c("sourceIPAddress|cidr: [10.0.0.0/8, '198.51.100.7']", true),
                c("sourceIPAddress|cidr: 198.51.101.0/24", false),
                c("eventName|cidr: 0.0.0.0/0", false),
                c("sourceIPAddress|expand: '%listed%'", true),
                c("eventName|expand: '%listed%'", false),
                // numbers and booleans, whatever the record's type
                c("requestParameters.n: 89", true),
                c("requestParameters.n: '89.0'", true),
                c("requestParameters.n: 90", false),
                c("requestParameters.big: 123456789012", true),
                c("requestParameters.n|gt: 88", true),
                c("requestParameters.n|gt: 89", false),
                c("requestParameters.n|gte: 89", true),
                c("requestParameters.n|lt: 89.5", true),
                c("requestParameters.n|lte: 88", false),
                c("eventName|lt: 5", false),
                c("requestParameters.on: true", true),
                c("requestParameters.on: 'TRUE'", true),
                c("requestParameters.off: false", true),
                c("readOnly: false", true),
                c("readOnly: 'false'", true),
                c("userIdentity.sessionContext.attributes.mfaAuthenticated: 'false'", true),
                // null, empty, exists
                c("errorCode: null", true),
                c("errorCode:", true),
                c("errorMessage: null", true),
                c("eventName: null", false),
                c("requestParameters.nil: null", true),
                c("requestParameters.empty: null", false),
                c("requestParameters.empty: ''", true),
                c("requestParameters.gone: ''", false),
                c("userIdentity.accessKeyId: ''", true),
                c("errorCode: [null, Boom]", true),
                c("eventName: [null, Boom]", false),
                c("errorCode|exists: false", true),
                c("errorCode|exists: true", false),
                c("requestParameters.obj|exists: true", true),
                c("requestParameters.gone.deeper|exists: true", false),
                c("responseElements|exists: true", false),
                c("responseElements.x: null", true),
                // arrays: any element, at any step
                c("requestParameters.list: two", true),
                c("requestParameters.list: three", false),
                c("requestParameters.list.deep: three", true),
                c("requestParameters.list|contains|all: [on, tw]", true),
                c("requestParameters.items.port: 443", true),
                c("requestParameters.items.cidr: 0.0.0.0/0", true),
                c("requestParameters.items.port|gt: 443", false),
                c("requestParameters.n2: 2", true),
                c("resources.ARN|endswith: ':::two'", true),
                // objects: as JSON
                c("requestParameters.obj: '{\"Effect\":\"Allow\",\"x\":[1,2]}'", true),
                c("requestParameters|contains: '\"Effect\":\"Allow\"'", true),
                c("requestParameters.a.b: dotted", true),
                // one field in another
                c("requestParameters.arn|fieldref: userIdentity.arn", true),
                c("requestParameters.arn|contains|fieldref: recipientAccountId", true),
                c("requestParameters.arn|startswith|fieldref: recipientAccountId", false),
                c("requestParameters.arn|contains|fieldref: requestParameters.empty", false),
                c("requestParameters.arn|fieldref: errorCode", false),
                // coldtrail's own field
                c("coldtrail.other_account: '999988887777'", true),
                c("coldtrail.other_account: '111122223333'", false),
                // fields that only raw has
                c("apiVersion: 2015_03_31", true),
                c("recipientAccountId: 111122223333", true),
                c("additionalEventData.MFAUsed: 'No'", true));
    }

    private static Arguments c(String detection, boolean matches) {
        return Arguments.of("selection:\n  " + detection + "\ncondition: selection", matches);
    }

    static Stream<Arguments> conditions() {
        String named =
                """
                yes_one: {eventName: PutThing}
                yes_two: {eventSource: s3.amazonaws.com}
                no_one: {eventName: Other}
                no_two: {eventSource: Other}
                _hidden: {eventName: Other}
                both: {eventName: PutThing, eventSource: Other}
                either: [{eventName: Other}, {eventSource: s3.amazonaws.com}]
                """;
        return Stream.of(
                        Arguments.of("yes_one", true),
                        Arguments.of("both", false),
                        Arguments.of("either", true),
                        Arguments.of("yes_one and no_one", false),
                        Arguments.of("yes_one or no_one", true),
                        Arguments.of("not no_one", true),
                        Arguments.of("not not yes_one", true),
                        Arguments.of("no_one and no_two or yes_one", true),
                        Arguments.of("no_one and (no_two or yes_one)", false),
                        Arguments.of("yes_one or yes_two and no_one", true),
                        Arguments.of("not yes_one or yes_two", true),
                        Arguments.of("not (yes_one or yes_two)", false),
                        Arguments.of("yes_one AND NOT no_one", true),
                        Arguments.of("1 of them", true),
                        Arguments.of("all of them", false),
                        Arguments.of("any of no_*", false),
                        Arguments.of("1 of no_*", false),
                        Arguments.of("1 of yes_*", true),
                        Arguments.of("all of yes_*", true),
                        Arguments.of("all of *_one", false),
                        Arguments.of("2 of yes_*", true),
                        Arguments.of("4 of them", false),
                        Arguments.of("3 of them", true),
                        Arguments.of("all of yes_* and not 1 of no_*", true),
                        Arguments.of("not 1 of _*", true),
                        Arguments.of("(((yes_one)))", true))
                .map(a -> Arguments.of(named + "condition: " + a.get()[0], a.get()[1]));
    }

    @ParameterizedTest
    @MethodSource({"cases", "conditions"})
    void matches(String detection, boolean expected) {
        assertEquals(expected, matches(detection, RECORD), detection);
    }

    @Test
    void listsOfConditionsAreAlternatives() {
        assertEquals(true, matches("a: {eventName: X}\nb: {eventName: PutThing}\ncondition: [a, b]", RECORD));
    }

    /** Whatever an attacker puts into a record, a rule answers, and soon. */
    @Test
    void survivesHostileRecords() {
        String detection =
                """
                deep: {requestParameters.a.a.a|contains: x}
                wild: {userAgent: '*a*a*a*a*a*a*b'}
                regex: {userAgent|re: '(a+)+$'}
                number: {requestParameters.n|gt: 1}
                whole: {requestParameters|contains: zz}
                other: {coldtrail.other_account|exists: true}
                raw: {never.seen: x}
                condition: 1 of them
                """;
        List<String> records = new ArrayList<>(List.of(
                "",
                "null",
                "[]",
                "{",
                "{\"requestParameters\":" + "[".repeat(200_000),
                "{\"requestParameters\":" + "{\"a\":".repeat(900) + "1" + "}".repeat(900) + "}",
                "{\"requestParameters\":{\"a\":" + "[".repeat(900) + "]".repeat(900) + "}}",
                "{\"userAgent\":\"" + "a".repeat(200_000) + "\"}",
                "{\"requestParameters\":{\"n\":1e999999999,\"a\":{\"a\":{\"a\":\"\\u0000\\ud800\"}}}}",
                "{\"requestParameters\":{\"n\":" + "9".repeat(5_000) + "}}",
                "{\"requestParameters\":\"arn:" + "a:".repeat(100_000) + "\"}",
                "{\"eventName\":{\"x\":1},\"userAgent\":[[]],\"requestParameters\":7,\"recipientAccountId\":[]}"));
        Random random = new Random(11);
        for (int i = 0; i < 2_000; i++) {
            StringBuilder mutated = new StringBuilder(RECORD);
            for (int k = random.nextInt(8); k >= 0; k--) {
                mutated.setCharAt(
                        random.nextInt(mutated.length()), (char) random.nextInt(random.nextInt(2) * 65_000 + 128));
            }
            records.add(mutated.toString());
        }
        RuleIndex index = index(detection);
        Matcher matcher = new Matcher(index);
        assertTimeoutPreemptively(
                Duration.ofSeconds(60), () -> records.forEach(r -> matcher.match(JsonRecord.view(index.columns(), r))));
    }

    /** What one record left behind must not be seen in the next. */
    @Test
    void forgetsTheRecordBefore() {
        RuleIndex index = index("selection: {requestParameters.a: x}\ncondition: selection");
        Matcher matcher = new Matcher(index);
        String with = "{\"requestParameters\":{\"a\":\"x\"}}";
        assertArrayEquals(new int[] {0}, matcher.match(JsonRecord.view(index.columns(), with)));
        assertArrayEquals(new int[] {}, matcher.match(JsonRecord.view(index.columns(), "{}")));
        assertArrayEquals(new int[] {0}, matcher.match(JsonRecord.view(index.columns(), with)));
    }

    @Test
    void readsNoColumnThatNoRuleNames() {
        List<String> columns =
                index("s: {requestParameters.a: x, userAgent: y}\ncondition: s").columns();
        assertEquals(
                List.of(
                        "error_code",
                        "event_name",
                        "event_source",
                        "event_type",
                        "request_parameters",
                        "user_agent",
                        "user_type"),
                columns.stream().sorted().toList());
        assertEquals(
                true,
                index("s: {managementEvent: true}\ncondition: s").columns().contains("raw"));
    }

    private static boolean matches(String detection, String record) {
        RuleIndex index = index(detection);
        return new Matcher(index).match(JsonRecord.view(index.columns(), record)).length == 1;
    }

    private static RuleIndex index(String detection) {
        String rule = "title: t\nlogsource: {product: aws, service: cloudtrail}\ndetection:\n" + detection.indent(2);
        ValueList listed = value -> value.equals("198.51.100.7") ? "a list: " + value : null;
        RuleSet rules = RuleSet.read(List.of(new RuleText("t.yml", rule)), Map.of("listed", listed));
        assertEquals(List.of(), rules.unusable());
        return rules.index();
    }
}
