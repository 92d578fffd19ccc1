"""Whoever sees somebody is told which of the files that brought something to them were undone, and nothing else of them.

A file is its council's importers' alone. What of it still counts on a record is the business of everybody who reads it.
"""

from django.db import migrations

from lippen.kernel.locks import about_person, of_seer, seen_by_seer

UNDONE = f"""
    SELECT coalesce(array_agg(DISTINCT came.intake_id), '{{}}') FROM public.casework_broughtin came
    JOIN public.casework_intake intake ON intake.id = came.intake_id
    WHERE came.person_id = ANY (wanted) AND intake.state = 'undone'
    AND {about_person("came.person_id").replace("authority_id =", "came.authority_id =")}"""


class Migration(migrations.Migration):
    dependencies = [("casework", "0031_files_of_care")]
    operations = [
        seen_by_seer("casework_broughtin"),
        of_seer("visible_undone_files", UNDONE, given="wanted bigint[]", reads=("casework_broughtin",)),
    ]
