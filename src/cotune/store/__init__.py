"""The study folder: event log, mailbox, files, replay."""

from cotune.store.folder import StudyFolder
from cotune.store.home import home, list_studies, study_path
from cotune.store.journal import Handling, Journal
from cotune.store.sent_log import SentLog
from cotune.store.settings import StudySettings
from cotune.store.study_store import Beat, StudyStore

__all__ = [
    "Beat",
    "Handling",
    "Journal",
    "SentLog",
    "StudyFolder",
    "StudySettings",
    "StudyStore",
    "home",
    "list_studies",
    "study_path",
]
