import { verdictOf } from "../../core/status/verdict.ts";
import { type Answer, NO_TABLE } from "./answer.ts";
import { checkLogin } from "./check-login.ts";
import { cloudShellAdvice } from "./cloud-shell-advice.ts";
import type { Deps } from "./deps.ts";
import { cancel, hold, resume } from "./hold-and-resume.ts";
import { overview } from "./overview.ts";
import { readRequest } from "./request.ts";
import { tick } from "./tick.ts";

/** The one door of the breaker function: the schedule, operators and tests all come in here. */
export async function answer(input: unknown, deps: Deps): Promise<Answer> {
	const request = readRequest(input);
	if (typeof request === "string") return { ok: false, say: request };
	switch (request.action) {
		case "tick":
			await tick(deps);
			return { ok: true, say: "Looked after the sender." };
		case "status":
			return status(deps);
		case "check-login":
			return (await checkLogin(deps)) ?? NO_TABLE;
		case "hold":
			return hold(request, deps);
		case "resume":
			return resume(request, deps);
		case "cancel":
			return cancel(request, deps);
	}
}

async function status(deps: Deps): Promise<Answer> {
	const seen = await overview(deps);
	if (seen === "unavailable") return NO_TABLE;
	return {
		ok: true,
		...verdictOf(seen, cloudShellAdvice(deps.config)),
		overview: seen,
	};
}
