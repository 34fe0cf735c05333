import { Validations } from "aws-cdk-lib";
import type { Table } from "aws-cdk-lib/aws-dynamodb";
import {
	type Grant,
	type IGrantable,
	PolicyStatement,
	type PolicyStatementProps,
	Role,
	ServicePrincipal,
} from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";
import type { LogGroup } from "aws-cdk-lib/aws-logs";
import type { Construct } from "constructs";
import type { FunctionParts } from "./function-parts.ts";

/** A function's role, which may do nothing yet. */
export function createRole(scope: Construct, description: string): Role {
	return new Role(scope, "Role", {
		assumedBy: new ServicePrincipal("lambda.amazonaws.com"),
		description,
	});
}

export function allow(role: Role, statement: PolicyStatementProps): void {
	role.addToPolicy(new PolicyStatement(statement));
}

/** Lets a function read and write single items of the state. */
export function allowState(role: Role, table: Table): void {
	allow(role, {
		sid: "State",
		actions: ["dynamodb:GetItem", "dynamodb:PutItem"],
		resources: [table.tableArn],
	});
}

/** Lets a function read the credential, and write its own log. */
export function allowSecretAndLog(
	role: Role,
	{
		secret,
		options,
		logGroup,
	}: FunctionParts & { readonly logGroup: LogGroup },
): void {
	if (options.secret === undefined) {
		allow(role, {
			sid: "AppPassword",
			actions: ["secretsmanager:GetSecretValue"],
			resources: [secret.secretArn],
		});
	} else {
		// An imported secret may be known by name only: CDK adds the suffix's pattern, and its key.
		options.secret.grantRead(role);
	}
	allow(role, {
		sid: "Log",
		actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
		resources: [logGroup.logGroupArn],
	});
}

/** Lets a function use the customer's key and VPC, when there are any. */
export function allowKeyAndNetwork(
	role: Role,
	{ encryptionKey, vpc }: FunctionParts["options"],
): void {
	if (encryptionKey !== undefined) allowKey(role, encryptionKey);
	if (vpc !== undefined) allowNetworkInterfaces(role);
}

/**
 * What is needed of the customer's key to read the secret and to read and write the table:
 * DynamoDB asks for these on behalf of whoever calls it, and they are what `Table.grantReadWriteData`
 * gives, without its wildcards. The queues need no others.
 */
export function allowKey(grantee: IGrantable, key: IKey): Grant {
	return key.grant(
		grantee,
		"kms:Decrypt",
		"kms:DescribeKey",
		"kms:Encrypt",
		"kms:GenerateDataKey",
		"kms:GenerateDataKeyWithoutPlaintext",
		"kms:ReEncryptFrom",
		"kms:ReEncryptTo",
	);
}

/** What Lambda needs to attach a function to a VPC, and no more. */
function allowNetworkInterfaces(role: Role): void {
	allow(role, {
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
	});
	Validations.of(role).acknowledge({
		id: "AwsSolutions-IAM5[Resource::*]",
		reason:
			"Lambda makes a network interface for each subnet of a function in a VPC; EC2 accepts no narrower resource for these actions",
	});
}
