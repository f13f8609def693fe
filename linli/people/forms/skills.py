"""What somebody on the roster can do: the usual skills to tick, the office's own words to write."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from linli.core.errors import BadInput
from linli.people.forms.answered import AnsweredForm, line
from linli.people.kinds import Skill
from linli.people.services.skills import checked_skills


class SkillsForm(AnsweredForm):
    """`skills` after cleaning: known ones and own words together."""

    known = forms.MultipleChoiceField(
        label=_("What they can do"), required=False, choices=Skill.choices, widget=forms.CheckboxSelectMultiple
    )
    own = line(_("Other skills"), 200, required=False, help_text=_("In words of your own, with 、 between them."))

    @classmethod
    def of(cls, skills: Sequence[str]) -> "SkillsForm":
        """The form with what is on record."""
        known = [skill for skill in skills if skill in Skill.values]
        return cls(initial={"known": known, "own": "、".join(skill for skill in skills if skill not in known)})

    def clean(self) -> dict[str, Any]:
        """What the service would refuse is said beside the field."""
        given = self.cleaned_data
        try:
            given["skills"] = checked_skills(given.get("known", ()), given.get("own", ""))
        except BadInput as error:
            self.blame(error)
        return given
