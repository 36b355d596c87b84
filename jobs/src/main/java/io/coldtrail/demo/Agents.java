package io.coldtrail.demo;

/** User agents, as the clients of November 2022 sent them. */
final class Agents {
    /** The web application. */
    static final String WEB_APP = "aws-sdk-java/1.12.339 Linux/5.10.149-133.644.amzn2.x86_64 "
            + "OpenJDK_64-Bit_Server_VM/11.0.17+8-LTS java/11.0.17 vendor/Red_Hat,_Inc. cfg/retry-mode/standard";

    static final String WORKER = "Boto3/1.24.96 Python/3.9.15 Linux/5.10.147-133.644.amzn2.x86_64 Botocore/1.27.96";
    static final String SSM_AGENT = "aws-sdk-go/1.41.4 (go1.18.3; linux; amd64) amazon-ssm-agent/";
    static final String LOG_AGENT = "CWAgent/1.247355.0 (go1.18.1; linux; amd64) ID/2f7d1c3a-9e0b-4a51";
    static final String FUNCTION = "Boto3/1.20.32 Python/3.9.13 Linux/4.14.255-285-225.501.amzn2.x86_64 "
            + "exec-env/AWS_Lambda_python3.9 Botocore/1.23.32";
    static final String TERRAFORM = "APN/1.0 HashiCorp/1.0 Terraform/1.3.4 (+https://www.terraform.io) "
            + "terraform-provider-aws/4.38.0 (+https://registry.terraform.io/providers/hashicorp/aws) "
            + "aws-sdk-go/1.44.126 (go1.19.3; linux; amd64)";
    static final String CODE_RUNNER =
            "aws-sdk-nodejs/2.1243.0 linux/v16.16.0 configure-aws-credentials-for-github-actions promise";
    /** What Amazon Linux 2 brings along: the attacker's, on both machines. */
    static final String ATTACKER = "aws-cli/1.18.147 Python/2.7.18 Linux/4.14.296-222.539.amzn2.x86_64 botocore/1.18.6";

    static final String S3_CONSOLE = "S3Console/0.4, aws-internal/3 aws-sdk-java/1.11.1030 "
            + "Linux/5.4.214-134.408.amzn2int.x86_64 OpenJDK_64-Bit_Server_VM/25.342-b07 java/1.8.0_342 "
            + "vendor/Oracle_Corporation cfg/retry-mode/standard";

    private Agents() {}

    static String laptopCli(Dice dice) {
        String version = dice.pick("2.8.7", "2.8.12", "2.9.0");
        return dice.chance(0.6)
                ? "aws-cli/" + version + " Python/3.9.11 Darwin/21.6.0 exe/x86_64 prompt/off"
                : "aws-cli/" + version + " Python/3.9.11 Linux/5.15.0-52-generic exe/x86_64.ubuntu.22 prompt/off";
    }

    static String browser(Dice dice) {
        return dice.pick(
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/107.0.0.0 Safari/537.36",
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/107.0.0.0 Safari/537.36",
                "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:106.0) Gecko/20100101 Firefox/106.0",
                "Mozilla/5.0 (iPhone; CPU iPhone OS 16_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/16.1 Mobile/15E148 Safari/604.1");
    }
}
