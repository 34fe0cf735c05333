import { ENV } from "./contract.ts";

/** The function's settings, read once from its environment. */
export interface Config {
	readonly sender: string;
	readonly mailbox: string;
	readonly fromName: string;
	readonly aliases: readonly string[];
	readonly smtpHost: string;
	readonly smtpPort: number;
	readonly secretArn: string;
	readonly queueUrl: string;
	readonly deadLetterQueueUrl: string;
	readonly tableName: string;
	readonly connections: number;
	readonly attemptBudget: number;
	readonly onAmbiguous: "resend" | "hold";
	readonly ledgerSeconds: number;
	readonly producers: Readonly<Record<string, string>>;
}

/** @throws Error that names every variable that is missing or unreadable, all at once. */
export function readConfig(
	env: Readonly<Record<string, string | undefined>>,
): Config {
	const faults: string[] = [];
	const text = (name: string): string => {
		const value = env[name];
		if (value === undefined || value === "") faults.push(`${name} is missing`);
		return value ?? "";
	};
	const whole = (name: string): number => {
		const value = Number(text(name));
		if (!Number.isInteger(value) || value < 1)
			faults.push(`${name} is not a whole number of at least 1`);
		return value;
	};
	const json = (name: string, empty: string): unknown => {
		try {
			return JSON.parse(env[name] ?? empty);
		} catch {
			faults.push(`${name} is not JSON`);
			return undefined;
		}
	};
	const onAmbiguous = text(ENV.onAmbiguous);
	const aliases = json(ENV.aliases, "[]");
	const producers = json(ENV.producers, "{}");
	const config: Config = {
		sender: text(ENV.sender),
		mailbox: text(ENV.mailbox),
		fromName: env[ENV.fromName] ?? "",
		aliases: Array.isArray(aliases) ? aliases.map(String) : [],
		smtpHost: text(ENV.smtpHost),
		smtpPort: whole(ENV.smtpPort),
		secretArn: text(ENV.secretArn),
		queueUrl: text(ENV.queueUrl),
		deadLetterQueueUrl: text(ENV.deadLetterQueueUrl),
		tableName: text(ENV.tableName),
		connections: whole(ENV.connections),
		attemptBudget: whole(ENV.attemptBudget),
		onAmbiguous: onAmbiguous === "hold" ? "hold" : "resend",
		ledgerSeconds: whole(ENV.ledgerSeconds),
		producers: Object.fromEntries(
			Object.entries(producers ?? {}).map(([id, name]) => [id, String(name)]),
		),
	};
	if (faults.length > 0)
		throw new Error(
			`Cannot start the sender as its environment is incomplete: ${faults.join("; ")}`,
		);
	return config;
}
