/** What to change so that a select field has exactly the wanted choices. */
import type { SelectableValue } from '../client/types';
import type { Choice } from './definition';

/** A choice as an item describes it. */
export interface WantedChoice extends Choice {
	/** Told apart by this if labels are equal. */
	detail: string;
}

export interface Changes {
	added: Choice[];
	renamed: Array<Choice & { previousLabel: string }>;
	archived: Choice[];
	/** The number of choices before. */
	before: number;
	/** All that have to be sent, since Ashby archives the choices that are left out. */
	selectableValues: SelectableValue[];
}

/** The choices with one label each: equal ones get their detail, and if that is equal, too, part of their value. */
export function distinct(wanted: WantedChoice[]): Choice[] {
	const unique = [...new Map(wanted.map((choice) => [choice.value, choice])).values()];
	const withDetail = toldApart(unique, ({ detail }) => detail);
	return toldApart(withDetail, ({ value }) => value.slice(0, 6)).map(({ label, value }) => ({
		label,
		value,
	}));
}

function toldApart<T extends Choice>(choices: T[], by: (choice: T) => string): T[] {
	const counts = new Map<string, number>();
	const same = ({ label }: Choice) => label.toLowerCase();
	for (const choice of choices) counts.set(same(choice), (counts.get(same(choice)) ?? 0) + 1);
	return choices.map((choice) =>
		counts.get(same(choice)) === 1 || !by(choice)
			? choice
			: { ...choice, label: `${choice.label} (${by(choice)})` },
	);
}

/** The changes from the existing choices to the wanted ones. Choices are the same if their values are. */
export function changesTo(existing: SelectableValue[], wanted: Choice[]): Changes {
	const before = existing.filter(({ isArchived }) => !isArchived);
	const labels = new Map(before.map(({ label, value }) => [value, label]));
	const values = new Set(wanted.map(({ value }) => value));
	const archived = before
		.filter(({ value }) => !values.has(value))
		.map(({ label, value }) => ({ label, value }));
	return {
		added: wanted.filter(({ value }) => !labels.has(value)),
		renamed: wanted.flatMap((choice) => {
			const previousLabel = labels.get(choice.value) ?? choice.label;
			return previousLabel === choice.label ? [] : [{ ...choice, previousLabel }];
		}),
		archived,
		before: before.length,
		selectableValues: [
			...wanted.map((choice) => ({ ...choice, isArchived: false })),
			...archived.map((choice) => ({ ...choice, isArchived: true })),
		],
	};
}
