import { type RemovalPolicy, SecretValue, Validations } from "aws-cdk-lib";
import type { IKey } from "aws-cdk-lib/aws-kms";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";

/** A constant: a value worked out from props would overwrite the stored credential at the next deploy. */
const EMPTY = '{"appPassword":""}';

/** The secret for the App Password or OAuth credential. Its resource is the same whatever the props are. */
export function createCredentialSecret(
	scope: Construct,
	id: string,
	props: {
		readonly removalPolicy: RemovalPolicy;
		readonly encryptionKey: IKey | undefined;
	},
): Secret {
	const secret = new Secret(scope, id, {
		description:
			"Google credential of a mail sender: an App Password as a bare string, or JSON with appPassword, or with clientId, clientSecret and refreshToken, or with serviceAccount (a key file); and, if it differs from the mailbox, user",
		secretStringValue: SecretValue.unsafePlainText(EMPTY),
		removalPolicy: props.removalPolicy,
		...(props.encryptionKey === undefined
			? {}
			: { encryptionKey: props.encryptionKey }),
	});
	Validations.of(secret).acknowledge({
		id: "AwsSolutions-SMG4",
		reason:
			"Google has no API that rotates an App Password or a consent: a person makes a new one, and the sender picks it up within a minute",
	});
	return secret;
}
