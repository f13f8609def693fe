"""Adding to the timeline, sealing what was added, and finding out whether anything was changed."""

from linli.timeline.services.recording import record, words_hash
from linli.timeline.services.sealing import GENESIS, head_proof, link_hash, seal, unsealed
from linli.timeline.services.verifying import Fault, verify

__all__ = ["GENESIS", "Fault", "head_proof", "link_hash", "record", "seal", "unsealed", "verify", "words_hash"]
