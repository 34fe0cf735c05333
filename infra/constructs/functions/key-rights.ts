import type { IGrantable } from "aws-cdk-lib/aws-iam";
import type { IKey } from "aws-cdk-lib/aws-kms";

/**
 * What a function needs of the customer's key to read the secret and to read and write the table:
 * DynamoDB asks for these on behalf of whoever calls it, and they are what `Table.grantReadWriteData`
 * gives, without its wildcards. The queues need no others.
 */
export function grantKey(key: IKey | undefined, grantee: IGrantable): void {
	key?.grant(
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
