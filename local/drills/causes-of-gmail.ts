import { randomInt } from "node:crypto";
import { parseSecret } from "../../core/credential/credential.ts";
import type { GmailFault } from "../gmail/faults.ts";
import type { Begun } from "./drill.ts";
import type { Scene } from "./scene.ts";

/** Google refuses the login: another App Password there, or no consent. */
export async function refuseLogin(scene: Scene): Promise<Begun> {
	const { sender, stack } = scene;
	const form = parseSecret(secretOf(scene), sender.mailbox);
	keepSecret(scene);
	if (form.kind === "credential" && form.credential.kind !== "app-password") {
		scene.atEnd(stack.gmail.grants.revoke(form.credential.user));
		stack.gmail.dropConnections();
		await scene.send();
		return {
			mend: [
				`The consent is revoked. Mend it as on AWS: store a new credential by ${scene.command("set-oauth FILE")}`,
			],
		};
	}
	const password = changePassword(scene);
	await scene.send();
	return mendedBy(password, scene);
}

/** There is no App Password any more, and a new one is at Google. */
export async function emptySecret(scene: Scene): Promise<Begun> {
	keepSecret(scene);
	const password = changePassword(scene);
	const { secrets } = scene.stack.aws.services;
	secrets.put(scene.sender.secretArn, JSON.stringify({ appPassword: "" }));
	await scene.send();
	return mendedBy(password, scene);
}

/** Google answers one command of all mail of this mailbox so. */
export function answering(
	stage: GmailFault["stage"],
	reply: string,
	messages = 1,
) {
	return async (scene: Scene): Promise<Begun> => {
		const { gmail } = scene.stack;
		const { mailbox } = scene.sender;
		scene.atEnd(gmail.faults.add([{ stage, reply, mailbox }]));
		for (let sent = 0; sent < messages; sent += 1) await scene.send();
		return {};
	};
}

/** The connection is lost after one whole message, which was taken. */
export async function loseAnswer(scene: Scene): Promise<Begun> {
	const { gmail } = scene.stack;
	const to = `drill-${crypto.randomUUID().slice(0, 8)}@example.com`;
	scene.atEnd(gmail.faults.add([{ stage: "eom", drop: true, times: 1, to }]));
	await scene.send({ to });
	return {
		mend: [`See what became of it: ${scene.command("doubts")}`],
	};
}

/** Puts back what the secret holds, whatever on-call stores in it. */
function keepSecret(scene: Scene): void {
	const before = secretOf(scene);
	scene.atEnd(() => {
		const { secrets } = scene.stack.aws.services;
		if (secretOf(scene) !== before) secrets.put(scene.sender.secretArn, before);
	});
}

function secretOf({ stack, sender }: Scene): string {
	return stack.aws.services.secrets.current(sender.secretArn);
}

/** @returns the one that Google takes from now on */
function changePassword(scene: Scene): string {
	const { gmail } = scene.stack;
	const { mailbox } = scene.sender;
	const before = gmail.mailboxes.passwordOf(mailbox);
	const password = newPassword();
	gmail.mailboxes.setPassword(password, mailbox);
	// A warm session would not meet the new one.
	gmail.dropConnections();
	scene.atEnd(() => {
		if (before !== undefined) gmail.mailboxes.setPassword(before, mailbox);
	});
	return password;
}

function mendedBy(password: string, scene: Scene): Begun {
	return {
		password,
		mend: [
			`The new App Password is ${password}. Mend it as on AWS: ${scene.command("set-password")}`,
		],
	};
}

function newPassword(): string {
	return Array.from({ length: 16 }, () =>
		String.fromCharCode(97 + randomInt(26)),
	).join("");
}
