from __future__ import annotations

import pytest

from ingest.load.builder import TextBuilder
from ingest.load.tables import Cell, Grid, add_table, grid_of, table_lines


def lines(*rows: str, usual: bool = True) -> list[tuple[str, str]]:
    cells = [[cell.strip() for cell in row.split("|")] for row in rows]
    width = max(map(len, cells))
    grid = Grid([row + [""] * (width - len(row)) for row in cells], usual=usual)
    return [(line.role, line.text) for line in table_lines(grid, titles="heading")]


def texts(*rows: str, usual: bool = True) -> list[str]:
    return [text for _, text in lines(*rows, usual=usual)]


def test_words_over_figures_are_heads():
    assert texts("Port | Berths", "Alder | 4", "Birch | 7", usual=False) == [
        "Port: Alder | Berths: 4",
        "Port: Birch | Berths: 7",
    ]


def test_a_table_without_heads_keeps_its_cells():
    assert texts("Class A | 600", "Class B | 250", usual=False) == ["Class A | 600", "Class B | 250"]
    assert texts("To | The board", "From | The clerk", usual=False) == ["To | The board", "From | The clerk"]


def test_years_are_heads_over_figures_and_values_under_words():
    assert texts(" | 2023 | 2024", "Sailings | 310 | 288") == ["Sailings | 2023: 310 | 2024: 288"]
    assert texts("Line | Opened", "Isle Link | 2019", "Bay Cross | 2021") == [
        "Line: Isle Link | Opened: 2019",
        "Line: Bay Cross | Opened: 2021",
    ]


def test_steps_of_a_scale_are_heads():
    assert texts("Zone | 100 | 500 | 1000", "A | 1.5 | 2 | 3") == ["Zone: A | 100: 1.5 | 500: 2 | 1000: 3"]
    assert texts("A | 4 | 2 | 9", "B | 1 | 2 | 3")[0] == "A | 4 | 2 | 9"


def test_heads_that_repeat_are_heads():
    assert texts("Port | Q1 | Q2 | Q1 | Q2", "Alder | 1 | 2 | 3 | 4") == [
        "Port: Alder | Q1: 1 | Q2: 2 | Q1: 3 | Q2: 4"
    ]


def test_several_rows_of_heads_are_joined_down():
    spanned = grid_of(
        [
            [Cell("Port", rows=2), Cell("2023", columns=2), Cell("2024", columns=2)],
            [Cell("Berths"), Cell("Fee"), Cell("Berths"), Cell("Fee")],
            [Cell("Alder"), Cell("1"), Cell("2"), Cell("3"), Cell("4")],
        ]
    )
    want = "Port: Alder | 2023, Berths: 1 | 2023, Fee: 2 | 2024, Berths: 3 | 2024, Fee: 4"
    assert [line.text for line in table_lines(spanned)] == [want]
    assert texts("Port | 2023 |  | 2024 |", " | Berths | Fee | Berths | Fee", "Alder | 1 | 2 | 3 | 4") == [
        want
    ]


def test_a_label_stands_in_every_row_that_it_spans():
    grid = grid_of(
        [
            [Cell("Bay"), Cell("Port"), Cell("Berths")],
            [Cell("North", rows=2), Cell("Alder"), Cell("4")],
            [Cell("Birch"), Cell("7")],
        ]
    )
    assert [line.text for line in table_lines(grid)] == [
        "Bay: North | Port: Alder | Berths: 4",
        "Bay: North | Port: Birch | Berths: 7",
    ]


def test_a_label_left_blank_is_carried_only_where_the_groups_repeat():
    head = "Bay | Kind | Berths"
    assert texts(head, "North | Small | 4", " | Large | 7", "South | Small | 1", " | Large | 2")[3] == (
        "Bay: South | Kind: Large | Berths: 2"
    )
    assert texts(head, "North | Small | 4", " | All | 7", "South | Large | 1")[1] == "Kind: All | Berths: 7"


def test_an_empty_row_parts_tables_that_have_heads_of_their_own():
    rows = ("Region | Staff", "North | 4", "", "Year | Deaths", "2024 | 3")
    assert texts(*rows) == ["Region: North | Staff: 4", "Year: 2024 | Deaths: 3"]
    assert texts("Region | Staff", "North | 4", "", "South | 9")[1] == "Region: South | Staff: 9"


def test_an_empty_column_parts_tables_side_by_side():
    rows = (
        "Port | Berths | | Month | Sailings",
        "Alder | 4 | | January | 310",
        "Birch | 7 | | February | 288",
    )
    assert texts(*rows) == [
        "Port: Alder | Berths: 4",
        "Port: Birch | Berths: 7",
        "Month: January | Sailings: 310",
        "Month: February | Sailings: 288",
    ]
    assert texts("Port | | 2023 | | 2024", "Alder | | 1 | | 2") == ["Port: Alder | 2023: 1 | 2024: 2"]


def test_titles_and_notes_are_no_rows():
    rows = ("Fees by port |", "Port | Fee", "Alder | 4", "Source: Harbour office |", "* provisional |")
    assert lines(*rows) == [
        ("heading", "Fees by port"),
        ("row", "Port: Alder | Fee: 4"),
        ("paragraph", "Source: Harbour office"),
        ("paragraph", "* provisional"),
    ]


def test_a_title_within_the_grid_opens_a_table_with_its_own_heads():
    rows = ("Port | Fee", "Alder | 4", "Fines by month |", "Month | Fines", "May | 14")
    assert lines(*rows)[1:] == [("heading", "Fines by month"), ("row", "Month: May | Fines: 14")]


def test_heads_printed_again_on_the_next_page_are_left_out():
    assert texts("Port | Fee", "Alder | 4", "Port | Fee", "Birch | 7") == [
        "Port: Alder | Fee: 4",
        "Port: Birch | Fee: 7",
    ]


def test_a_row_across_the_table_belongs_to_the_rows_below_it():
    grid = grid_of(
        [
            [Cell("Port"), Cell("Fee")],
            [Cell("North bay", columns=2)],
            [Cell("Alder"), Cell("4")],
            [Cell("South bay", columns=2)],
            [Cell("Birch"), Cell("7")],
        ]
    )
    assert [line.text for line in table_lines(grid)] == [
        "North bay | Port: Alder | Fee: 4",
        "South bay | Port: Birch | Fee: 7",
    ]


def test_a_row_that_names_only_its_label_says_nothing_of_the_next():
    assert texts("Port | Fee", "Alder |", "Birch | 7") == ["Port: Alder", "Port: Birch | Fee: 7"]


@pytest.mark.parametrize("value", ["n/a", "–", "..", "$2.5M", "(1.2)", "12 %", "2024-05-01", "4*"])
def test_the_signs_of_a_value_are_no_heads(value):
    assert texts(f"Alder | {value}", "Birch | 7", usual=False)[0] == f"Alder | {value}"


def test_rows_know_their_place():
    builder = TextBuilder()
    add_table(builder, grid_of([[Cell("Port"), Cell("Fee")], [Cell("Alder"), Cell("4")]]))
    add_table(builder, Grid([["Port", "Fee"], ["Birch", "7"]], numbers=[5, 9]), "Fees")
    assert [block.place for block in builder.document().blocks] == ["table 1, row 2", "Fees, row 9"]


def test_a_cover_sheet_is_no_table_with_heads():
    form = ("Name | Ann", "Date | 3 May 2025", "Pages | 12")
    assert texts(*form, usual=False) == list(form)
    assert texts("Name | Ann", "Owner | Board", "Pages | 12", usual=False)[2] == "Pages | 12"


def test_the_word_for_a_missing_value_is_no_head():
    assert texts("Old | closed", "New | 7", usual=False) == ["Old | closed", "New | 7"]


def test_a_part_without_heads_takes_those_of_the_last_table_of_its_kind():
    rows = ("Region | Staff", "North | 4", "", "Year | Deaths", "2024 | 3", "2025 | 4", "", "South | 9")
    assert texts(*rows)[-1] == "Region: South | Staff: 9"
    assert texts("Region | Staff", "North | 4", "", "South | open")[-1] == "South | open"


def test_ranges_shares_and_bands():
    assert texts("Age | Carts", "0-4 | 10–12", "5-9 | 3/4", "65+ | : c", usual=False) == [
        "Age: 0-4 | Carts: 10–12",
        "Age: 5-9 | Carts: 3/4",
        "Age: 65+ | Carts: : c",
    ]


def test_a_note_below_a_table_is_no_row():
    grid = grid_of(
        [
            [Cell("Port"), Cell("Fee")],
            [Cell("Alder"), Cell("4")],
            [Cell("Figures in thousands", columns=2)],
        ]
    )
    assert [(line.role, line.text) for line in table_lines(grid)][1] == ("paragraph", "Figures in thousands")
    assert lines("Port | Fee", "Alder | 4", "All figures in thousands |")[1][0] == "paragraph"


def test_heads_of_one_bank_of_years():
    assert texts("Code | Name | 1960 | 1961", "NO | Norland | 1.5 | ", "SU | Sudland | | 2.5") == [
        "Code: NO | Name: Norland | 1960: 1.5",
        "Code: SU | Name: Sudland | 1961: 2.5",
    ]


def test_many_tables_in_one_grid_take_time_by_their_length_alone():
    import time

    def seconds(count: int) -> float:
        rows = [
            cells for at in range(count) for cells in ([f"Title {at}", ""], ["Port", "Fee"], ["Alder", "4"])
        ]
        start = time.process_time()
        list(table_lines(Grid(rows, usual=True)))
        return time.process_time() - start

    seconds(50)
    assert min(seconds(2000) for _ in range(3)) < 4 * min(seconds(1000) for _ in range(3)) + 2


def test_tables_that_touch_at_a_corner_are_two():
    rows = ("Port | Fee | | ", "Alder | 4 | | ", "Birch | 7 | | ", " | | Month | Fines", " | | May | 3")
    assert texts(*rows) == ["Port: Alder | Fee: 4", "Port: Birch | Fee: 7", "Month: May | Fines: 3"]


def test_numbers_over_words_are_heads_of_a_file():
    assert texts("1 | 2 | 3", "a | b | c", "d | e | f")[0] == "1: a | 2: b | 3: c"


def test_heads_that_an_empty_row_parts_from_their_figures():
    rows = ("In millions | May 2024 |", "  | Fees | Boats", " | | ", "North | 4 | (2)", "South | 5 | 3")
    assert texts(*rows) == [
        "In millions: North | May 2024, Fees: 4 | May 2024, Boats: (2)",
        "In millions: South | May 2024, Fees: 5 | May 2024, Boats: 3",
    ]
    assert texts("To | The board", "", "Year | Fees", "2024 | 3")[0] == "To | The board"


def test_a_banner_over_the_last_of_its_columns_holds_for_those_before_it():
    rows = ("In millions | | 2023 | | 2024", " | Fees | Boats | Fees | Boats", "North | 4 | 2 | 5 | 3")
    assert texts(*rows) == [
        "In millions: North | 2023, Fees: 4 | 2023, Boats: 2 | 2024, Fees: 5 | 2024, Boats: 3"
    ]


def test_short_words_over_sentences_are_heads():
    rows = (
        "Text proposed | Amendment",
        "(12) The toll shall be 25 crowns a cart. | (12) The toll shall be 10 crowns a cart.",
    )
    assert texts(*rows, usual=False) == [
        "Text proposed: (12) The toll shall be 25 crowns a cart. "
        "| Amendment: (12) The toll shall be 10 crowns a cart."
    ]
    assert (
        texts(
            "Keeper | Counts the carts each day at dawn.",
            "Clerk | Writes the count into the town's book.",
            usual=False,
        )[0]
        == "Keeper | Counts the carts each day at dawn."
    )
