import {
	type OauthCredential,
	parseSecret,
} from "../../core/credential/credential.ts";
import { storeCredential } from "../login/store-credential.ts";
import { storedUser } from "../login/stored-credential.ts";
import { closeTarget, findTarget, Misuse } from "../sender/target.ts";
import type { Command } from "../terminal/io.ts";
import { COMMON_USAGE, readOptions } from "../terminal/options.ts";

export const setOauth: Command = {
	usage: `set-oauth [--user ADDRESS] [--without-login] ${COMMON_USAGE} — store an OAuth credential instead of an App Password: JSON from standard input, a refresh token with its client or a service account's key file, after a login has shown that it works`,
	async run(args, io) {
		const {
			values,
			positionals,
			target: named,
			json,
		} = readOptions(args, {
			user: { type: "string" },
			"without-login": { type: "boolean" },
		});
		if (positionals.length > 0)
			throw new Misuse(
				"Cannot take the OAuth credential from the command line, where others can read it: pipe its file in, npm run ops -- set-oauth < FILE",
			);
		if (io.isTerminal)
			throw new Misuse(
				"Cannot take an OAuth credential from the keyboard, where it would end at its first line: pipe its file in, npm run ops -- set-oauth < FILE, and delete the file afterwards",
			);
		const target = await findTarget(named);
		try {
			const read = readOauth(await io.readSecret(""), await storedUser(target));
			const say = await storeCredential(
				{ ...read, user: values.user ?? read.user },
				target,
				{
					withoutLogin: values["without-login"] === true,
					now: io.now(),
					named,
				},
			);
			io.out(json ? JSON.stringify({ stored: true, say }) : say);
			return 0;
		} finally {
			closeTarget(target);
		}
	},
};

function readOauth(text: string, usualUser: string): OauthCredential {
	const form = parseSecret(text, usualUser);
	if (form.kind === "unreadable")
		throw new Misuse(`Nothing was stored. ${form.sentence}`);
	if (form.kind === "empty" || form.credential.kind === "app-password")
		throw new Misuse(
			`Cannot store ${form.kind === "empty" ? "nothing" : "an App Password"} as an OAuth credential: pipe in {"clientId", "clientSecret", "refreshToken"} or a service account's key file; an App Password is stored by npm run ops -- set-password`,
		);
	return form.credential;
}
