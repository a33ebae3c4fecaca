import { DateTime } from 'luxon';
import type { Sandboxes } from './page/state.mts';

/** Who applies where: the stage's title, the job, and how many hours ago. */
const PEOPLE = [
	['Amara Okafor', 'amara.okafor@example.com', '+442079460011', 'support', 'Phone Screen', 71],
	[
		'Jonas Lindqvist',
		'jonas.lindqvist@example.com',
		'+46850512345',
		'support',
		'Application Review',
		50,
	],
	['Priya Raman', 'priya.raman@example.com', '+442079460042', 'support', 'Application Review', 47],
	['Mateo Álvarez', undefined, '+34915550123', 'support', 'Phone Screen', 30],
	['Chloé Dubois', 'chloe.dubois@example.com', undefined, 'support', 'New Lead', 5],
	['Samuel Adeyemi', 'samuel.adeyemi@example.com', '+442079460077', 'sales', 'Recruiter Call', 90],
	['Hannah Weiss', 'hannah.weiss@example.com', '+4930901820', 'sales', 'Application Review', 26],
	['Kenji Tanaka', 'kenji.tanaka@example.com', undefined, 'sales', 'Recruiter Call', 8],
	['Noor Haddad', 'noor.haddad@example.com', '+31205550199', 'lead', 'Application Review', 60],
] as const;

/** The contents of the demonstration, by names that a script can use. */
export interface Demo {
	jobs: { support: string; sales: string; lead: string };
	/** The stage "Video Interview" of each job; `support` and `lead` share a plan, so they share it. */
	videoStages: { support: string; sales: string; lead: string };
	interviews: { support: string; sales: string; general: string };
	/** In the order in which they applied; the fourth has no email. */
	applications: { id: string; candidateId: string; name: string; jobId: string }[];
}

/** Fills both sandboxes with a small organization: three open jobs, two plans, nine candidates, three interviews. */
export function demoData({ ashby, willo }: Sandboxes): Demo {
	const service = ashby.addInterviewPlan({ title: 'Customer Service' });
	const sales = ashby.addInterviewPlan({
		title: 'Sales',
		stages: [
			{ title: 'New Lead', type: 'Lead' },
			{ title: 'Application Review', type: 'PreInterviewScreen' },
			{ title: 'Recruiter Call', type: 'Active' },
			{ title: 'Video Interview', type: 'Active' },
			{ title: 'Role Play', type: 'Active' },
			{ title: 'Offer', type: 'Offer' },
			{ title: 'Hired', type: 'Hired' },
			{ title: 'Archived', type: 'Archived' },
		],
	});
	const addJob = (title: string, planId: string): string =>
		ashby.addJob({ title, interviewPlanIds: [planId] }).id;
	const jobs = {
		support: addJob('Customer Support Specialist', service.id),
		sales: addJob('Account Executive', sales.id),
		lead: addJob('Support Team Lead', service.id),
	};
	const stageOf = (jobId: string, title: string): string => {
		const stage = ashby.stagesOf(jobId).find((each) => each.title === title);
		if (!stage) throw new Error(`The demonstration has no stage ${title} in job ${jobId}`);
		return stage.id;
	};

	const applications = PEOPLE.map(([name, email, phone, job, stage, hoursAgo]) => {
		const candidate = ashby.addCandidate({ name, email, phone });
		const createdAt = DateTime.fromJSDate(ashby.now()).minus({ hours: hoursAgo }).toJSDate();
		const jobId = jobs[job];
		const { id } = ashby.addApplication({
			candidateId: candidate.id,
			jobId,
			stageId: stageOf(jobId, stage),
			createdAt,
		});
		return { id, candidateId: candidate.id, name, jobId };
	});

	setUpReporting(ashby);

	const general = willo.addInterview({
		title: 'Getting to know you',
		department: 'Talent',
		questions: [
			{ text: 'What brought you to us?', answerType: 'video' },
			{ text: 'When could you start?', answerType: 'text' },
		],
	});
	const forSales = willo.addInterview({
		title: 'Account Executive, first interview',
		department: 'Sales',
		questions: [
			{ text: 'Tell us about a deal you are proud of.', answerType: 'video' },
			{ text: 'How do you prepare for a first call?', answerType: 'audio' },
			{ text: 'Which region do you know best?', answerType: 'text' },
		],
	});
	const forSupport = willo.addInterview({
		title: 'Customer Support, first interview',
		department: 'Customer Service',
		questions: [
			{ text: 'Tell us about a time you helped somebody who was upset.', answerType: 'video' },
			{ text: 'What does good support mean to you?', answerType: 'video' },
			{ text: 'Which languages do you write well?', answerType: 'text' },
		],
	});

	const videoStages = {
		support: stageOf(jobs.support, 'Video Interview'),
		sales: stageOf(jobs.sales, 'Video Interview'),
		lead: stageOf(jobs.lead, 'Video Interview'),
	};
	const interviews = { support: forSupport.key, sales: forSales.key, general: general.key };
	return { jobs, videoStages, interviews, applications };
}

/** Tags, custom fields and a feedback form that Willo's results can be written to. */
function setUpReporting(ashby: Sandboxes['ashby']): void {
	ashby.addTag('Referred');
	ashby.addTag('Willo invited');
	ashby.addTag('Willo completed');
	for (const objectType of ['Candidate', 'Application'] as const) {
		ashby.addCustomField({ title: 'Willo Link', objectType, fieldType: 'Url' });
		ashby.addCustomField({ title: 'Willo Score', objectType, fieldType: 'Number' });
		ashby.addCustomField({
			title: 'Willo Status',
			objectType,
			fieldType: 'ValueSelect',
			labels: ['Invited', 'Completed'],
		});
	}
	ashby.addFeedbackForm('Video Interview', [
		{ title: 'Overall', type: 'Score', isRequired: true },
		{ title: 'Summary', type: 'RichText' },
		{ title: 'Recommendation', type: 'ValueSelect', labels: ['Strong Hire', 'Hire', 'No Hire'] },
	]);
}
