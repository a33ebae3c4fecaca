import { getArchiveReasons } from '../../../../nodes/Ashby/methods/loadOptions.ts';
import { setUpAshby } from '../setUp.mts';

const setUp = setUpAshby();

test('archive reasons are listed by name', async () => {
	const reasons = [...setUp.sandbox.archiveReasons.values()];
	expect(reasons.length).toBeGreaterThan(1);
	reasons[0].isArchived = true;
	const options = await getArchiveReasons.call(setUp.editor({}));
	expect(options).toEqual(
		reasons
			.slice(1)
			.map(({ id, text }) => ({ name: text, value: id }))
			.sort((a, b) => a.name.localeCompare(b.name)),
	);
});
