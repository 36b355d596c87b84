"""What a stack left in the account, as JSON on stdout: python deployed.py ENDPOINT STACK PART...

PARTs are the functions in PARTS. Part "fired" is not only a look: the stack's schedules are due, and each calls what
EventBridge Scheduler would call, checked by botocore's model of it.
"""
import json
import sys

import boto3

endpoint, stack, *parts = sys.argv[1:]


def client(service):
    return boto3.client(
        service,
        region_name="us-east-1",
        endpoint_url=endpoint,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def document(text):
    return json.loads(text) if isinstance(text, str) else text


def listed(value):
    return value if isinstance(value, list) else [value]


resources = {}
for r in client("cloudformation").describe_stack_resources(StackName=stack)["StackResources"]:
    if "PhysicalResourceId" in r:  # else its condition does not hold
        resources.setdefault(r["ResourceType"], {})[r["LogicalResourceId"]] = r["PhysicalResourceId"]
outputs = {
    o["OutputKey"]: o["OutputValue"]
    for o in client("cloudformation").describe_stacks(StackName=stack)["Stacks"][0]["Outputs"]
}


def grants():
    """Who may do what on what, a line an action: of roles, and of services by the policies of resources."""
    iam = client("iam")
    documents = []
    for name, arn in resources["AWS::IAM::ManagedPolicy"].items():
        version = iam.get_policy(PolicyArn=arn)["Policy"]["DefaultVersionId"]
        documents.append((name, iam.get_policy_version(PolicyArn=arn, VersionId=version)["PolicyVersion"]["Document"]))
    for name, role in resources["AWS::IAM::Role"].items():
        for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]:
            documents.append((name, iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]))
    key = resources["AWS::KMS::Key"]["CaseKey"]
    documents.append((None, client("kms").get_key_policy(KeyId=key, PolicyName="default")["Policy"]))
    topic = client("sns").get_topic_attributes(TopicArn=outputs["Topic"])["Attributes"]["Policy"]
    documents.append((None, topic))
    for who, text in documents:
        for statement in listed(document(text)["Statement"]):
            if statement and statement["Effect"] == "Allow":
                for name in [who] if who else listed(next(iter(statement["Principal"].values()))):
                    for action in listed(statement["Action"]):
                        yield {
                            "who": name,
                            "sid": statement["Sid"],
                            "action": action,
                            "on": listed(statement["Resource"]),
                        }


def camel(value):
    if isinstance(value, dict):
        return {k[0].lower() + k[1:]: camel(v) for k, v in value.items()}
    return [camel(v) for v in value] if isinstance(value, list) else value


def fire(schedule):
    target = schedule["Target"]
    assert target["Arn"] == "arn:aws:scheduler:::aws-sdk:emrserverless:startJobRun", target["Arn"]
    call = json.loads(target["Input"].replace("<aws.scheduler.execution-id>", "execution-1"))
    emr = client("emr-serverless")
    run = emr.start_job_run(**camel(call))
    return emr.get_job_run(applicationId=run["applicationId"], jobRunId=run["jobRunId"])["jobRun"]


def schedules():
    for name in resources.get("AWS::Scheduler::Schedule", {}).values():
        yield client("scheduler").get_schedule(GroupName=stack, Name=name)


def fired():
    return (fire(schedule) for schedule in schedules())


def trust():
    """Who may be each role."""
    for role in resources["AWS::IAM::Role"].values():
        yield client("iam").get_role(RoleName=role)["Role"]["AssumeRolePolicyDocument"]


def bucket():
    s3, name = client("s3"), {"Bucket": outputs["CaseBucket"]}
    try:
        lock = s3.get_object_lock_configuration(**name)["ObjectLockConfiguration"]
    except s3.exceptions.ClientError:
        lock = None
    yield {
        "encryption": s3.get_bucket_encryption(**name)["ServerSideEncryptionConfiguration"]["Rules"],
        "versioning": s3.get_bucket_versioning(**name)["Status"],
        "public": s3.get_public_access_block(**name)["PublicAccessBlockConfiguration"],
        "policy": json.loads(s3.get_bucket_policy(**name)["Policy"]),
        "lock": lock,
    }


def key():
    kms, name = client("kms"), {"KeyId": resources["AWS::KMS::Key"]["CaseKey"]}
    yield {
        "arn": kms.describe_key(**name)["KeyMetadata"]["Arn"],
        "rotates": kms.get_key_rotation_status(**name)["KeyRotationEnabled"],
    }


def application():
    yield client("emr-serverless").get_application(applicationId=outputs["ApplicationId"])["application"]


def subscriptions():
    return client("sns").list_subscriptions_by_topic(TopicArn=outputs["Topic"])["Subscriptions"]


def rules():
    events = client("events")
    for name in resources["AWS::Events::Rule"].values():
        yield {
            "pattern": json.loads(events.describe_rule(Name=name)["EventPattern"]),
            "targets": events.list_targets_by_rule(Rule=name)["Targets"],
        }


def runs():
    """The command lines that EMR was given, on EMR Serverless in order, then on clusters."""
    emr, at = client("emr-serverless"), {"applicationId": outputs["ApplicationId"]}
    try:
        ids = [run["id"] for run in emr.list_job_runs(**at)["jobRuns"]]
    except emr.exceptions.ResourceNotFoundException:  # moto's word for none
        ids = []
    for run in ids:
        spark = emr.get_job_run(**at, jobRunId=run)["jobRun"]["jobDriver"]["sparkSubmit"]
        yield {"settings": spark["sparkSubmitParameters"], "arguments": spark["entryPointArguments"]}
    for cluster in client("emr").list_clusters()["Clusters"]:
        for step in client("emr").list_steps(ClusterId=cluster["Id"])["Steps"]:
            words = step["Config"]["Args"]
            jar = next(i for i, word in enumerate(words) if word.endswith("coldtrail.jar"))
            yield {"settings": " ".join(words[:jar]), "arguments": words[jar + 1 :]}


PARTS = (grants, trust, bucket, key, application, schedules, fired, subscriptions, rules, runs)
found = {part.__name__: list(part()) for part in PARTS if part.__name__ in parts}
json.dump({"outputs": outputs, **found}, sys.stdout, default=str, indent=1)
