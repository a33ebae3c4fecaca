import { getArchiveReasons, getUsers } from '../../../../nodes/Ashby/methods/loadOptions.ts';
import { setUpAshby } from '../setUp.mts';

const setUp = setUpAshby();

test('archive reasons are listed by name', async () => {
	const [archived, ...reasons] = [...setUp.sandbox.archiveReasons.values()];
	archived.isArchived = true;
	const listed = reasons
		.map(({ id, text }) => ({ name: text, value: id }))
		.sort((a, b) => a.name.localeCompare(b.name));
	expect(listed.length).toBeGreaterThan(0);
	expect(await getArchiveReasons.call(setUp.editor({}))).toEqual(listed);
});

test('active users are listed by name', async () => {
	const { sandbox } = setUp;
	sandbox.addUser({ firstName: 'Zoe', lastName: 'Gone' }).isEnabled = false;
	expect(await getUsers.call(setUp.editor({}))).toEqual([
		{ name: 'Ada Admin (ada.admin@example.com)', value: sandbox.admin.id },
		{ name: 'Rui Recruiter (rui.recruiter@example.com)', value: sandbox.recruiter.id },
	]);
});
