/** A statement of a resource's policy, as the template has it. */
export interface Statement {
	readonly Sid?: string;
	readonly Effect: "Allow" | "Deny";
	readonly Principal: unknown;
	readonly Action: string | readonly string[];
	readonly Condition?: Readonly<
		Record<string, Readonly<Record<string, string | readonly string[]>>>
	>;
}

/** Who asks for what: a principal of an account, or a service that acts for somebody's resource. */
export interface Request {
	readonly account?: string;
	readonly service?: string;
	readonly action: string;
	readonly context?: Readonly<Record<string, string>>;
}

/** Whether a policy allows a request, as IAM would decide, for the few operators that are used here. */
export function allows(
	statements: readonly Statement[],
	request: Request,
): boolean {
	const applying = statements.filter(
		(statement) =>
			[statement.Action]
				.flat()
				.some((action) => like(action, request.action)) &&
			isPrincipal(statement.Principal, request) &&
			conditionsHold(statement.Condition ?? {}, {
				"aws:SecureTransport": "true",
				...request.context,
			}),
	);
	return (
		applying.some(({ Effect }) => Effect === "Allow") &&
		applying.every(({ Effect }) => Effect === "Allow")
	);
}

function isPrincipal(principal: unknown, { account, service }: Request) {
	if (principal === "*") return true;
	if (typeof principal !== "object" || principal === null) return false;
	return Object.entries(principal).some(([kind, values]) =>
		[values]
			.flat()
			.some((value) =>
				kind === "Service"
					? value === service
					: account !== undefined &&
						(value === "*" || value === `arn:aws:iam::${account}:root`),
			),
	);
}

function conditionsHold(
	conditions: NonNullable<Statement["Condition"]>,
	context: Readonly<Record<string, string>>,
): boolean {
	return Object.entries(conditions).every(([operator, keys]) => {
		if (!["StringEquals", "ArnEquals", "ArnLike", "Bool"].includes(operator))
			throw new Error(`no operator ${operator} here`);
		return Object.entries(keys).every(([key, wanted]) => {
			const value = context[key];
			return (
				value !== undefined &&
				[wanted]
					.flat()
					.some((one) =>
						operator === "ArnLike" ? like(one, value) : one === value,
					)
			);
		});
	});
}

function like(pattern: string, value: string): boolean {
	const parts = pattern
		.split("*")
		.map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
	return new RegExp(`^${parts.join(".*")}$`).test(value);
}
