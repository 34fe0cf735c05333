import {
	type OauthCredential,
	parseSecret,
} from "../../core/credential/credential.ts";
import { STORING_OPTIONS, storeCredential } from "../login/store-credential.ts";
import { readStoredUser } from "../login/stored-credential.ts";
import { onSender } from "../sender/on-sender.ts";
import { Misuse } from "../sender/target.ts";
import { OPS } from "../terminal/called-by.ts";

export const setOauth = onSender({
	usage: "set-oauth [--user ADDRESS] [--without-login]",
	does: "store an OAuth credential instead of an App Password, after a test login; standard input is JSON, a refresh token with its client or the key file of a service account",
	options: STORING_OPTIONS,
	stray: () =>
		`Cannot take the OAuth credential from the command line, where others can read it: pipe its file in, ${OPS} set-oauth < FILE`,
	read({ values }, io) {
		if (io.isTerminal)
			throw new Misuse(
				`Cannot take an OAuth credential from the keyboard, where it would end at its first line: pipe its file in, ${OPS} set-oauth < FILE, and delete the file afterwards`,
			);
		return values;
	},
	async run(at, { user, "without-login": withoutLogin = false }) {
		const text = await at.io.readSecret("");
		const read = readOauth(text, await readStoredUser(at.target));
		const credential = { ...read, user: user ?? read.user };
		return storeCredential(credential, at, { withoutLogin });
	},
});

function readOauth(text: string, usualUser: string): OauthCredential {
	const form = parseSecret(text, usualUser);
	if (form.kind === "unreadable")
		throw new Misuse(`Nothing was stored. ${form.sentence}`);
	if (form.kind === "empty" || form.credential.kind === "app-password")
		throw new Misuse(
			`Cannot store ${form.kind === "empty" ? "nothing" : "an App Password"} as an OAuth credential: pipe in {"clientId", "clientSecret", "refreshToken"} or a service account's key file; an App Password is stored by ${OPS} set-password`,
		);
	return form.credential;
}
