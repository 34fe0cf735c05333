import { BaseSequencer, type TestSpecification } from "vitest/node";

/** Short files with much work in them. */
const SLOW = /\/(wrong-password|quota-refused|doubt|cancel|quota)\.test\.ts$/;

/** Starts them first: begun last, one of them would leave the other cores idle. */
export class SlowFirst extends BaseSequencer {
	override async sort(
		files: TestSpecification[],
	): Promise<TestSpecification[]> {
		const sorted = await super.sort(files);
		const rank = ({ moduleId }: TestSpecification) =>
			SLOW.test(moduleId) ? 0 : 1;
		return sorted.toSorted((a, b) => rank(a) - rank(b));
	}
}
