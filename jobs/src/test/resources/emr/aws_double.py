"""An AWS account in one process: moto's server, and what it lacks for emr/.

- moto's CloudFormation knows few of the template's types, or not all of their properties: here each is made by the
  calls of its service, so that botocore's model of the service checks what the template says. An update makes what
  its parameters switch on, and forgets what they switch off; all else stays as it is.
- What EMR runs is running when it is first looked at, and the next time has ended as its case is named (OUTCOMES), with
  a log, and a report where it ends well.
- There are a bucket of archives, a cluster on EC2 and its role before anything is deployed.

    python aws_double.py PORT            serves, until it is killed; one line on stdout once it is ready
"""

import json
import re
import sys
import time

import boto3
import moto.cloudformation.models
import moto.emr.models
import moto.emrserverless.models
import moto.s3.models
from moto.cloudformation import parsing
from moto.core.common_models import CloudFormationModel
from moto.iam import access_control
from moto.server import ThreadedMotoServer

ACCOUNT, REGION, CLUSTER = "123456789012", "us-east-1", "j-1EXAMPLE2345"
DETAILS = "Job failed, please check complete logs in configured logging destination. ExitCode: %d. Last few exceptions: -"
OUTCOMES = {"found": 3, "in-use": 4, "broken": 1, "mistyped": 2}

port = int(sys.argv[1])


def client(service):
    return boto3.client(
        service,
        region_name=REGION,
        endpoint_url=f"http://127.0.0.1:{port}",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def camel(value):
    """CloudFormation's PascalCase as the JSON APIs write it; keys alone."""
    if isinstance(value, dict):
        return {k[0].lower() + k[1:]: camel(v) for k, v in value.items()}
    return [camel(v) for v in value] if isinstance(value, list) else value


# ---- the types: properties, name -> physical id, attributes


def key(p, name):
    kms = client("kms")
    made = kms.create_key(Description=p.pop("Description"), Policy=json.dumps(p.pop("KeyPolicy")))["KeyMetadata"]
    if p.pop("EnableKeyRotation"):
        kms.enable_key_rotation(KeyId=made["KeyId"])
    return made["KeyId"], {"Arn": made["Arn"]}


def bucket(p, name):
    s3 = client("s3")
    s3.create_bucket(Bucket=name, ObjectLockEnabledForBucket=bool(p.pop("ObjectLockEnabled", False)))
    (rule,) = p.pop("BucketEncryption")["ServerSideEncryptionConfiguration"]
    rule["ApplyServerSideEncryptionByDefault"] = rule.pop("ServerSideEncryptionByDefault")
    s3.put_bucket_encryption(Bucket=name, ServerSideEncryptionConfiguration={"Rules": [rule]})
    s3.put_public_access_block(
        Bucket=name, PublicAccessBlockConfiguration=p.pop("PublicAccessBlockConfiguration")
    )
    s3.put_bucket_versioning(Bucket=name, VersioningConfiguration=p.pop("VersioningConfiguration"))
    s3.put_bucket_ownership_controls(Bucket=name, OwnershipControls=p.pop("OwnershipControls"))
    rules = [dict(r, ID=r["Id"], Filter={"Prefix": ""}) for r in p.pop("LifecycleConfiguration")["Rules"]]
    for r in rules:
        del r["Id"]
    s3.put_bucket_lifecycle_configuration(Bucket=name, LifecycleConfiguration={"Rules": rules})
    if p.get("ObjectLockConfiguration"):
        s3.put_object_lock_configuration(
            Bucket=name, ObjectLockConfiguration=p.pop("ObjectLockConfiguration")
        )
    return name, {"Arn": f"arn:aws:s3:::{name}"}


def bucket_policy(p, name):
    client("s3").put_bucket_policy(Bucket=p.pop("Bucket"), Policy=json.dumps(p.pop("PolicyDocument")))
    return name, {}


def database(p, name):
    client("glue").create_database(CatalogId=p.pop("CatalogId"), DatabaseInput=p["DatabaseInput"])
    return p.pop("DatabaseInput")["Name"], {}


def managed_policy(p, name):
    made = client("iam").create_policy(
        PolicyName=name, Description=p.pop("Description"), PolicyDocument=json.dumps(p.pop("PolicyDocument"))
    )
    return made["Policy"]["Arn"], {}


def role(p, name):
    iam = client("iam")
    trust = json.dumps(p.pop("AssumeRolePolicyDocument"))
    made = iam.create_role(RoleName=name, AssumeRolePolicyDocument=trust, Description=p.pop("Description"))
    for arn in p.pop("ManagedPolicyArns", []):
        iam.attach_role_policy(RoleName=name, PolicyArn=arn)
    for policy in p.pop("Policies"):
        text = json.dumps(policy["PolicyDocument"])
        iam.put_role_policy(RoleName=name, PolicyName=policy["PolicyName"], PolicyDocument=text)
    return name, {"Arn": made["Role"]["Arn"]}


def application(p, name):
    made = client("emr-serverless").create_application(**camel(dict(p, Type=p["Type"].upper())))
    p.clear()
    return made["applicationId"], {"Arn": made["arn"]}


def schedule_group(p, name):
    client("scheduler").create_schedule_group(Name=p["Name"])
    return p.pop("Name"), {}


def schedule(p, name):
    client("scheduler").create_schedule(Name=name, **p)
    p.clear()
    return name, {}


def topic_policy(p, name):
    for topic in p.pop("Topics"):
        client("sns").set_topic_attributes(
            TopicArn=topic, AttributeName="Policy", AttributeValue=json.dumps(p["PolicyDocument"])
        )
    del p["PolicyDocument"]
    return name, {}


def subscription(p, name):
    made = client("sns").subscribe(**p)
    p.clear()
    return made["SubscriptionArn"], {}


def rule(p, name):
    events = client("events")
    events.put_rule(Name=name, Description=p.pop("Description"), EventPattern=json.dumps(p.pop("EventPattern")))
    failed = events.put_targets(Rule=name, Targets=p.pop("Targets"))
    assert not failed["FailedEntryCount"], failed
    return name, {}


def alarm(p, name):
    client("cloudwatch").put_metric_alarm(AlarmName=name, **p)
    p.clear()
    return name, {}


TYPES = {
    "AWS::KMS::Key": key,
    "AWS::S3::Bucket": bucket,
    "AWS::S3::BucketPolicy": bucket_policy,
    "AWS::Glue::Database": database,
    "AWS::IAM::ManagedPolicy": managed_policy,
    "AWS::IAM::Role": role,
    "AWS::EMRServerless::Application": application,
    "AWS::Scheduler::ScheduleGroup": schedule_group,
    "AWS::Scheduler::Schedule": schedule,
    "AWS::SNS::TopicPolicy": topic_policy,
    "AWS::SNS::Subscription": subscription,
    "AWS::Events::Rule": rule,
    "AWS::CloudWatch::Alarm": alarm,
}


def provider(type_name, make):
    class Provided(CloudFormationModel):
        __module__ = "double." + make.__name__  # moto keeps its instances by the second word

        def __init__(self, physical_id, attributes):
            self.physical_resource_id, self.attributes = physical_id, attributes

        cloudformation_name_type = staticmethod(lambda: "")
        cloudformation_type = staticmethod(lambda: type_name)

        @classmethod
        def has_cfn_attr(cls, attr):
            return attr == "Arn"

        def get_cfn_attribute(self, name):
            return self.attributes[name]

        def is_created(self):
            return True

        @classmethod
        def create_from_cloudformation_json(cls, name, template, account, region, **_):
            properties = {k: v for k, v in template["Properties"].items() if v is not None}
            made = cls(*make(properties, name.lower() if type_name == "AWS::S3::Bucket" else name))
            assert not properties, f"{type_name}: this double knows nothing of {sorted(properties)}"
            return made

        @classmethod
        def delete_from_cloudformation_json(cls, *_):
            pass

    return Provided


def deploy_whole():
    known = parsing.get_model_map()
    known.update({name: provider(name, make) for name, make in TYPES.items()})
    parsing.get_name_type_map().update({name: "" for name in TYPES})

    def refuse(type_name):
        if type_name not in known:
            raise NotImplementedError(f"{type_name} is no type of this double")
        return known[type_name]

    parsing.resource_class_from_type = refuse
    clean = parsing.clean_json

    def without_no_value(value, resources_map):
        cleaned = clean(value, resources_map)
        return [v for v in cleaned if v is not None] if isinstance(cleaned, list) else cleaned

    parsing.clean_json = without_no_value

    def switch(self, template, parameters):
        self._template, self._resource_json_map = template, template["Resources"]
        self.input_parameters = {k: ",".join(v) if isinstance(v, list) else v for k, v in parameters.items()}
        self.load()
        for name, resource in template["Resources"].items():
            if self.lazy_condition_map.get(resource.get("Condition"), True):
                self[name]
            else:
                self._parsed_resources.pop(name, None)

    parsing.ResourceMap.update = switch
    # a stack that a change set made has its outputs, too
    moto.cloudformation.models.Stack.output_map = property(
        lambda self: parsing.OutputMap(self.resource_map, self.resource_map._template, self.stack_id),
        lambda self, value: None,
    )


# ---- what runs


def case_of(arguments):
    return arguments[arguments.index("--case") + 1] if "--case" in arguments else None


def leave_report(case):
    bucket_name, _, key = case.removeprefix("s3://").partition("/")
    client("s3").put_object(Bucket=bucket_name, Key=f"{key}/report/index.html", Body=b"<title>report</title>")


def print_log(group, stream, code):
    logs = client("logs")
    for name, text in {"stdout": "Findings   CRITICAL 2", "stderr": f"coldtrail: ended with {code}"}.items():
        at = {"logGroupName": group, "logStreamName": f"{stream}/{name}"}
        logs.create_log_stream(**at)
        logs.put_log_events(**at, logEvents=[{"timestamp": int(time.time() * 1000), "message": text}])


def outcome(arguments):
    case = case_of(arguments)
    code = OUTCOMES.get(case.rsplit("/", 1)[-1], 0) if case else 0
    if case and code in (0, 3):
        leave_report(case)
    return code


def ask_for_rights():
    """Once /moto-api/reset-auth says so, roles can do what their policies allow."""
    access_control.IAMRequestBase.check_signature = lambda self: None  # Java's differ from botocore's in what is escaped
    check = access_control.IAMRequestBase.check_action_permitted

    def each_object_of_many(self, resource):
        if self._action == "s3:DeleteObject" and "/" not in resource:
            keys = [key.decode() for key in re.findall(rb"<Key>(.*?)</Key>", self._body)]
            assert keys, "a request to delete many that names none"
            for key in keys:
                check(self, f"{resource}/{key}")
        else:
            check(self, resource)

    access_control.IAMRequestBase.check_action_permitted = each_object_of_many
    # moto denies whatever the condition
    moto.s3.models.FakeBucket.get_permission = lambda *_: access_control.PermissionResult.NEUTRAL


def run_jobs():
    moto.emrserverless.models.JOB_STATUS = "SUBMITTED"
    get = moto.emrserverless.models.EMRServerlessBackend.get_job_run

    def get_and_go_on(self, application_id, job_run_id):
        run = get(self, application_id, job_run_id)
        if run.state == "SUBMITTED":
            run.state = "RUNNING"
        elif run.state == "RUNNING":
            code = outcome(run.job_driver["sparkSubmit"]["entryPointArguments"])
            stack = self.get_application(application_id).name
            print_log(f"/coldtrail/{stack}", f"applications/{application_id}/jobs/{job_run_id}/SPARK_DRIVER", code)
            run.state, run.state_details = ("FAILED", DETAILS % code) if code else ("SUCCESS", "")
        return run

    moto.emrserverless.models.EMRServerlessBackend.get_job_run = get_and_go_on
    describe = moto.emr.models.ElasticMapReduceBackend.describe_step

    def describe_and_go_on(self, cluster_id, step_id):
        step = describe(self, cluster_id, step_id)
        if step.state in ("STARTING", "PENDING"):
            step.state = "RUNNING"
        elif step.state == "RUNNING":
            step.state = "FAILED" if outcome(step.args) else "COMPLETED"
        return step

    moto.emr.models.ElasticMapReduceBackend.describe_step = describe_and_go_on


def what_is_there_before():
    client("s3").create_bucket(Bucket="acme-logs")
    client("iam").create_role(RoleName="EMR_EC2_DefaultRole", AssumeRolePolicyDocument="{}")
    made = client("emr").run_job_flow(
        Name="incident", ReleaseLabel="emr-7.13.0", Instances={"KeepJobFlowAliveWhenNoSteps": True}
    )["JobFlowId"]
    clusters = moto.emr.models.emr_backends[ACCOUNT][REGION].clusters
    clusters[CLUSTER] = clusters.pop(made)
    clusters[CLUSTER].id = CLUSTER


deploy_whole()
ask_for_rights()
run_jobs()
server = ThreadedMotoServer(port=port, verbose=False)
server.start()
what_is_there_before()
print(f"an account at http://127.0.0.1:{port}", flush=True)
sys.stdin.read()  # its end is the end of who started this
server.stop()
