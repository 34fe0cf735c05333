import { SecretValue, Validations } from "aws-cdk-lib";
import { Secret } from "aws-cdk-lib/aws-secretsmanager";
import type { Construct } from "constructs";
import type { StatefulProps } from "./stateful-props.ts";

/** A constant: a value worked out from props would overwrite the stored credential at the next deploy. */
const EMPTY = '{"appPassword":""}';

/** The secret for the App Password or OAuth credential. Its resource is the same whatever the props are. */
export function createCredentialSecret(
	scope: Construct,
	id: string,
	{ removalPolicy, encryptionKey }: StatefulProps,
): Secret {
	const secret = new Secret(scope, id, {
		description:
			// Released as it is: whether an update of the text alone would write the empty value, too, is not told.
			"Google App Password of a mail sender: a bare string, or JSON with appPassword and, if it differs from the mailbox, user",
		secretStringValue: SecretValue.unsafePlainText(EMPTY),
		removalPolicy,
		encryptionKey,
	});
	Validations.of(secret).acknowledge({
		id: "AwsSolutions-SMG4",
		reason:
			"Google has no API that rotates an App Password: a person makes a new one, and the sender picks it up within a minute",
	});
	return secret;
}
