package io.coldtrail.demo;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What people do all day, in the console and on the command line. */
final class Habits {
    private record Habit(String service, String api, Function<Dice, Map<String, Object>> request) {}

    private static final List<Habit> CONSOLE = List.of(
            habit("ec2", "DescribeInstances", d -> Json.object("maxResults", 1000, "instancesSet", Json.object())),
            habit("ec2", "DescribeInstanceStatus", d -> Json.object("maxResults", d.chance(0.5) ? 1000 : "1000")),
            habit("ec2", "DescribeVolumes", d -> Json.object("volumeSet", Json.object(), "filterSet", Json.object())),
            habit("ec2", "DescribeSecurityGroups", d -> Json.object("securityGroupSet", Json.object())),
            habit("ec2", "DescribeAddresses", d -> Json.object("publicIpsSet", Json.object())),
            habit("monitoring", "DescribeAlarms", d -> Json.object("maxRecords", 100)),
            habit("monitoring", "ListDashboards", d -> null),
            habit("logs", "DescribeLogGroups", d -> Json.object("limit", 50)),
            habit("logs", "DescribeLogStreams", d -> Json.object("logGroupName", "/aws/lambda", "descending", true)),
            habit("lambda", "ListFunctions20150331", d -> Json.object("maxItems", 50)),
            habit("autoscaling", "DescribeAutoScalingGroups", d -> Json.object("maxRecords", 100)),
            habit("elasticloadbalancing", "DescribeLoadBalancers", d -> Json.object("pageSize", 50)),
            habit("dynamodb", "ListTables", d -> null),
            habit("dynamodb", "DescribeTable", d -> Json.object("tableName", d.pick("carts", "sessions", "stock"))),
            habit("sqs", "ListQueues", d -> null),
            habit("rds", "DescribeDBInstances", d -> Json.object("maxRecords", 100)),
            habit("health", "DescribeEventAggregates", d -> Json.object("aggregateField", "eventTypeCategory")),
            habit("ce", "GetCostAndUsage", d -> Json.object("granularity", "DAILY")));

    private static final List<Habit> COMMAND_LINE = List.of(
            habit("sts", "GetCallerIdentity", d -> null),
            habit("ec2", "DescribeInstances", d -> Json.object("instancesSet", Json.object())),
            habit("logs", "FilterLogEvents", d -> Json.object("logGroupName", "/aws/lambda", "filterPattern", "ERROR")),
            habit("logs", "StartQuery", d -> Json.object("queryString", "fields @message | limit 50")),
            habit("logs", "GetQueryResults", d -> Json.object("queryId", d.guid())),
            habit("ssm", "GetParameter", d -> Json.object("name", "/flags/" + d.pick("checkout", "search", "beta"))),
            habit("cloudformation", "DescribeStacks", d -> null),
            habit("sqs", "GetQueueAttributes", d -> Json.object("attributeNames", List.of("All"))),
            habit("ecr", "DescribeImages", d -> Json.object("repositoryName", d.pick("web", "worker"))),
            habit("monitoring", "GetMetricData", d -> Json.object("scanBy", "TimestampDescending")));

    private static final List<Habit> CHANGES = List.of(
            habit(
                    "ssm",
                    "PutParameter",
                    d -> Json.object(
                            "name",
                            "/flags/" + d.pick("checkout", "search", "beta"),
                            "type",
                            "String",
                            "value",
                            "HIDDEN_DUE_TO_SECURITY_REASONS",
                            "overwrite",
                            true)),
            habit(
                    "monitoring",
                    "PutMetricAlarm",
                    d -> Json.object("alarmName", d.pick("queue-depth", "errors-5xx"), "threshold", d.between(5, 50))),
            habit("logs", "PutRetentionPolicy", d -> Json.object("logGroupName", "/aws/lambda", "retentionInDays", 30)),
            habit("sqs", "SetQueueAttributes", d -> Json.object("attributes", Json.object("VisibilityTimeout", "60"))),
            habit("monitoring", "SetAlarmState", d -> Json.object("alarmName", "errors-5xx", "stateValue", "OK")));

    private static final List<Habit> FORBIDDEN = List.of(
            habit("iam", "ListAccessKeys", d -> null),
            habit("iam", "GetAccountSummary", d -> null),
            habit("organizations", "DescribeOrganization", d -> null),
            habit("secretsmanager", "DescribeSecret", d -> null));

    private Habits() {}

    private static Habit habit(String service, String api, Function<Dice, Map<String, Object>> request) {
        return new Habit(service, api, request);
    }

    static Call inConsole(Dice dice, Instant time, Caller caller) {
        return call(dice, time, caller, CONSOLE);
    }

    static Call onCommandLine(Dice dice, Instant time, Caller caller) {
        return call(dice, time, caller, COMMAND_LINE);
    }

    static Call change(Dice dice, Instant time, Caller caller) {
        return call(dice, time, caller, CHANGES);
    }

    /** Something they have no right to, as happens now and then. */
    static Call forbidden(Dice dice, Instant time, Caller caller, String arn) {
        if (dice.chance(0.3)) {
            return Refusal.ec2(dice, new Call(dice, time, caller, "ec2", "DescribeReservedInstancesOfferings"));
        }
        Call call = call(dice, time, caller, FORBIDDEN);
        return call.denied(arn, call.service + ":" + call.api, "*");
    }

    private static Call call(Dice dice, Instant time, Caller caller, List<Habit> choice) {
        Habit habit = dice.pick(choice);
        Call call = new Call(dice, time, caller, habit.service(), habit.api());
        call.request = habit.request().apply(dice);
        return call;
    }
}
