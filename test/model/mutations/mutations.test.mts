import { mutated, MUTATIONS, replacementsOf } from './run.mts';

test.each(MUTATIONS)('the code has what the mutation replaces, once: $what', async (mutation) => {
	for (const each of replacementsOf(mutation)) expect(await mutated(each)).toContain(each.replace);
});
