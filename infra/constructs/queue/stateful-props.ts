import type { RemovalPolicy } from "aws-cdk-lib";
import type { IKey } from "aws-cdk-lib/aws-kms";

/** How what holds somebody's mail or state is kept. */
export interface StatefulProps {
	readonly removalPolicy: RemovalPolicy;
	/** The customer's key, if there is one. */
	readonly encryptionKey: IKey | undefined;
}
