import type {
	Overview,
	Verdict,
} from "../functions/send-email/domain/overview.ts";
import { sayQuota } from "../functions/send-email/domain/quota-text.ts";

/** What stands below the verdict, one fact a line. */
export function factLines(overview: Overview): readonly string[] {
	const { now, ready, hidden, deadLetters, deadByCause, quota, limits } =
		overview;
	const causes = Object.entries(deadByCause).map(
		([cause, count]) => `${count} ${cause}`,
	);
	return [
		`Waiting       ${ready} ready, ${hidden} waiting for their time or at work`,
		`Dead letters  ${deadLetters}${causes.length === 0 ? "" : ` (${causes.join(", ")})`}`,
		`Daily limit   ${sayQuota(quota, limits, now)}`,
		`App Password  ${overview.password}`,
		`Mapping       ${overview.mapping}`,
	];
}

/** Verdict and facts as they go out with --json. */
export function statusJson(
	{ verdict, say, since, nextTry, reply }: Verdict,
	{ breaker, quota, ...facts }: Overview,
): object {
	return {
		verdict,
		say,
		...(since === undefined ? {} : { since }),
		...(nextTry === undefined ? {} : { nextTry }),
		...(reply === undefined ? {} : { reply }),
		...facts,
		breaker: breaker.state.kind,
		hold: breaker.hold,
		rules: breaker.rules,
	};
}
