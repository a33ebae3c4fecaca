/** What the people of a script do in Ashby. An act that is not possible at that time is left out. */
import type { Oracle } from './oracle.mts';
import type { RecordedAshby } from './recordedAshby.mts';
import type { Act } from './script.mts';

export function doAct(org: RecordedAshby, oracle: Oracle, act: Act): void {
	const { ashby } = org;
	if (act.do === 'add') return org.add(act.job, act.stage);
	if (act.do === 'deleteStage') {
		const stageId = org.stageId(act.job, act.stage);
		if (stageId) org.act(() => ashby.deleteStage(stageId));
		return;
	}
	if (act.do === 'deleteJob') {
		const { id } = org.jobs[act.job];
		if (ashby.jobs.has(id)) org.act(() => ashby.deleteJob(id));
		return;
	}
	const application = org.application(act.app);
	if (!application) return;
	const { id, jobId, candidateId } = application;
	const job = org.jobs.findIndex((one) => one.id === jobId);
	org.act(() => {
		switch (act.do) {
			case 'move':
			case 'transfer': {
				const to = act.do === 'move' ? job : act.job;
				const stageId = org.stageId(to, act.stage);
				if (!stageId) return;
				ashby.transfer(id, org.jobs[to].id, stageId);
				break;
			}
			case 'archive':
				ashby.archive(id);
				break;
			case 'reopen':
				ashby.reopen(id);
				break;
			case 'edit':
				ashby.edit(id);
				break;
			case 'note':
				ashby.addNote(candidateId, 'A note');
				break;
			case 'deleteCandidate':
				ashby.deleteCandidate(candidateId);
				break;
			case 'deleteApplication':
				ashby.deleteApplication(id);
				break;
			case 'editHistory': {
				const row = application.history[act.row % application.history.length];
				const from = Date.parse(row.enteredStageAt);
				const to = Math.min(from + act.byMs, org.time);
				const entry = org.entries.get(row.id);
				if (entry) oracle.edited(entry, from, to);
				ashby.editHistory(id, row.id, { enteredStageAt: new Date(to) });
				break;
			}
			case 'removeHistory': {
				const past = application.history.slice(0, -1);
				if (past.length === 0) return;
				ashby.removeHistory(id, past[act.row % past.length].id);
				break;
			}
			case 'merge': {
				const into = org.application(act.into);
				if (!into || into.candidateId === candidateId) return;
				ashby.mergeCandidates(into.candidateId, candidateId);
				org.mergedAt.set(id, org.acts);
				break;
			}
		}
		org.changed(application);
	});
}
