import type { Credential } from "../../core/credential/credential.ts";
import { readCredential } from "../login/stored-credential.ts";
import { type Check, ok, trouble } from "./check.ts";

export const secret: Check = {
	id: "secret",
	title: "an App Password or an OAuth credential is stored, and can be read",
	async run({ target, mend }) {
		const form = await readCredential(target);
		if (form.kind === "credential") {
			const { kind, user } = form.credential;
			return ok(`${NAME[kind]} ${user}`);
		}
		return trouble(
			form.kind === "empty" ? "there is no App Password yet" : form.sentence,
			"nothing is sent; mail waits in the queue",
			mend.ops("set-password"),
		);
	},
};

const NAME: Readonly<Record<Credential["kind"], string>> = {
	"app-password": "an App Password of",
	"refresh-token": "an OAuth refresh token of",
	"service-account": "a service account that acts as",
};
