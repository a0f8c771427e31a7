from odoo import _, api, fields, models

from ...core.file_limits import UnreadableFile
from ...core.prospect_columns import ColumnMapping, header_key
from ...core.prospect_file import read_prospects
from ...core.prospect_mapping import sample_prospects
from .digiflow_file_import import STATE_CHECKING
from .digiflow_prospect_import import STATE_MAPPING

# The core's codes for a list in which the user has to say which column is which.
UNKNOWN = ("no_header", "no_name_column")
SAMPLES_CHARS = 120


class DigiflowProspectImport(models.Model):
    """Which column of the file is which: by its header, as remembered, or as the user says."""

    _inherit = "digiflow.prospect.import"

    header_row = fields.Integer(
        string="Row with the titles",
        copy=False,
        help="Its number in the file; 0 when no row names the columns.",
    )
    column_ids = fields.One2many(
        "digiflow.prospect.import.column", "import_id", string="Columns", copy=False
    )

    def action_choose_columns(self):
        """Let the user say which column is which, beginning with what was found."""
        self.ensure_one()
        self._check_state(*self._open_states)
        reread = self.state == STATE_MAPPING
        try:
            sample = self._read_sample(self.header_row if reread else None)
        except UnreadableFile as error:
            raise self._prepare_file_error(error) from error
        self._list_columns(sample)
        return self._update({"state": STATE_MAPPING, "header_row": sample.header_row})

    def _prepare_new_file_vals(self):
        return {**super()._prepare_new_file_vals(), "column_ids": [(5, 0, 0)]}

    def _get_reading_state(self):
        """Settle which column is which; if that is not known, `column_ids` ask the user."""
        try:
            self._open_table()
            self._remember_columns()
        except UnreadableFile as error:
            if error.code not in UNKNOWN or self.column_ids:
                raise self._prepare_file_error(error) from error
            self._list_columns(self._read_sample())
            return STATE_MAPPING
        return STATE_CHECKING

    def _open_table(self):
        """The core's ProspectTable of the file.

        :raise UnreadableFile: it cannot be read
        """
        content, name = self._get_content(), self.filename or ""
        title = self._get_column_title()
        return read_prospects(content, name, mapping=self._get_mapping(), column_title=title)

    def _get_mapping(self):
        """What the user says of the columns now, or said of this header before; None: nothing."""
        if self.column_ids:
            return ColumnMapping(self.header_row, self._get_chosen_columns())
        sample = self._read_sample()
        remembered = self.env["digiflow.prospect.mapping"]
        columns = remembered._get_columns(self.company_id, header_key(sample.header))
        return ColumnMapping(sample.header_row, columns) if columns else None

    def _get_chosen_columns(self):
        """``{key: [index of a column]}`` as the user says."""
        columns = {}
        for column in self.column_ids.filtered("key"):
            columns.setdefault(column.key, []).append(column.index)
        return columns

    def _read_sample(self, header_row=None):
        """The core's ProspectSample of the file."""
        content, name = self._get_content(), self.filename or ""
        title = self._get_column_title()
        return sample_prospects(content, name, header_row=header_row, column_title=title)

    @api.model
    def _get_column_title(self):
        """What a column without a title is called."""
        return _("Column %(letter)s")

    def _list_columns(self, sample):
        """Make `column_ids` those of a ProspectSample."""
        key_of = {index: key for key, indexes in sample.columns.items() for index in indexes}
        commands = [(5, 0, 0)]
        for index, title in enumerate(sample.titles):
            cells = [row[index] for row in sample.rows if index < len(row) and row[index].strip()]
            vals = {
                "index": index,
                "title": title,
                "samples": " · ".join(cells)[:SAMPLES_CHARS],
                "key": key_of.get(index),
            }
            commands.append((0, 0, vals))
        self._update({"column_ids": commands, "header_row": sample.header_row})

    def _remember_columns(self):
        """Keep what the user says for the next file with this header."""
        if not (self.column_ids and self.header_row):
            return
        header = self._read_sample(self.header_row).header
        self.env["digiflow.prospect.mapping"]._remember(
            self.company_id, header_key(header), header, self._get_chosen_columns()
        )
