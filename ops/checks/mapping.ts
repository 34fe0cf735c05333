import { wantsMapping } from "../../core/breaker/gate.ts";
import { readMapping, readSecret } from "../sender/readings.ts";
import { readBreaker } from "../sender/sender-state.ts";
import { argument } from "../terminal/argument.ts";
import { type Check, ok, trouble, unknown } from "./check.ts";

export const mapping: Check = {
	id: "mapping",
	title: "the event source mapping is in the state that the breaker requires",
	async run({ target, now, mend }) {
		const { sender } = target;
		const [breaker, { VersionId = "" }, { State = "unknown" }] =
			await Promise.all([
				readBreaker(target),
				readSecret(target),
				readMapping(target),
			]);
		const wanted = wantsMapping(breaker, now, VersionId)
			? "Enabled"
			: "Disabled";
		if (State === wanted) return ok(State);
		if (State !== "Enabled" && State !== "Disabled")
			return unknown(`the mapping is ${State}: check again in a minute`);
		return trouble(
			`the event source mapping is ${State}, but the breaker requires ${wanted}`,
			wanted === "Enabled"
				? "mail waits without a reason"
				: "messages are received and returned to the queue; none is lost",
			mend.aws(
				`lambda invoke --function-name ${argument(sender.breakerFunctionName)} --cli-binary-format raw-in-base64-out --payload ${argument('{"action":"tick"}')} /dev/stdout`,
			),
		);
	},
};
