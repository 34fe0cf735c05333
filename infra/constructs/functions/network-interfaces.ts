import { Validations } from "aws-cdk-lib";
import { PolicyStatement, type Role } from "aws-cdk-lib/aws-iam";

/** What Lambda needs to attach a function to a VPC, and no more. */
export function networkInterfaceStatement(role: Role): void {
	role.addToPolicy(
		new PolicyStatement({
			sid: "NetworkInterfaces",
			actions: [
				"ec2:CreateNetworkInterface",
				"ec2:DescribeNetworkInterfaces",
				"ec2:DescribeSubnets",
				"ec2:DeleteNetworkInterface",
				"ec2:AssignPrivateIpAddresses",
				"ec2:UnassignPrivateIpAddresses",
			],
			resources: ["*"],
		}),
	);
	Validations.of(role).acknowledge({
		id: "AwsSolutions-IAM5[Resource::*]",
		reason:
			"Lambda makes a network interface for each subnet of a function in a VPC; EC2 accepts no narrower resource for these actions",
	});
}
