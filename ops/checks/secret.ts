import { GetSecretValueCommand } from "@aws-sdk/client-secrets-manager";
import { maskAddress } from "../../functions/send-email/domain/address.ts";
import { parseSecret } from "../../functions/send-email/domain/credential.ts";
import { type Check, ok, trouble } from "../check.ts";

export const secret: Check = {
	id: "secret",
	title: "there is an App Password, and it can be read as one",
	async run({ target: { secrets, sender }, mend }) {
		const { SecretString = "" } = await secrets.send(
			new GetSecretValueCommand({ SecretId: sender.secretArn }),
		);
		const form = parseSecret(SecretString, sender.mailbox);
		if (form.kind === "credential")
			return ok(`an App Password of ${maskAddress(form.credential.user)}`);
		return trouble(
			form.kind === "empty" ? "there is no App Password yet" : form.sentence,
			"nothing is sent, mail waits in the queue",
			mend.ops("set-password"),
		);
	},
};
