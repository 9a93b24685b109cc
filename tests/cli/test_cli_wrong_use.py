"""Wrong use: exit 2, a message that says what, where and what next, and never a traceback."""

import json

import pytest


def assert_wrong_use(done, *words):
    assert done.returncode == 2, done.stderr
    assert "Traceback" not in done.stderr
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ((), ("--target",)),
        (("--target", "chrun"), ("churn", "(--target)")),
        (("--target", "churn", "--metric", "roc_acu"), ("roc_auc",)),
        (("--target", "churn", "--metric", "rmse"), ("'rmse'", "(--metric)", "-> use one of roc_auc")),
        (("--target", "churn", "--families", "xgbost"), ("xgboost",)),
        (("--target", "churn", "--exclude", "agee"), ("age", "(--exclude)")),
        (("--target", "churn", "--seconds", "-5"), ("(--seconds)",)),
        (("--target", "churn", "--seed", "-1"), ("(--seed)",)),
        (("--target", "churn", "--holdout", "0.9"), ("(--holdout)", "0.5")),
        (("--target", "churn", "--weight-column", "plan"), ("weights", "(--weight-column)")),
        (("--target", "churn", "--group-column", "planet"), ("'plan'", "(--group-column)")),
        (("--target", "churn", "--seconds", "5m"), ("'5m' is no number (--seconds)", "give seconds, for example 120")),
        (("--target", "churn", "--trials", "2.5"), ("'2.5' is no whole number (--trials)",)),
        (("--target", "churn", "--trials", "0"), ("trials",)),
        (("--target", "churn", "--device", "tpu"), ("cpu",)),
        (("--target", "churn", "--save", "model.pdf"), (".skops",)),
        (("--target", "churn", "--nonsense"), ("nonsense",)),
    ],
)
def test_run_says_what_is_wrong(run, csv, options, words):
    assert_wrong_use(run("run", csv, *options, "--yes"), *words)


@pytest.mark.parametrize(
    ("name", "content"),
    [("missing.csv", None), ("empty.csv", b""), ("twice.csv", b"a,a,y\n1,2,3\n"), ("image.parquet", b"\x89PNG....")],
)
def test_run_names_the_trouble_with_a_file(run, tmp_path, name, content):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)

    assert_wrong_use(run("run", path, "--target", "y", "--yes"), "cotune:")


def test_with_json_the_error_is_an_object_too(run, csv):
    done = run("run", csv, "--target", "chrun", "--yes", "--json")

    assert_wrong_use(done)
    assert json.loads(done.stdout)["status"] == "error"


@pytest.mark.parametrize("command", ["show", "cards", "approve", "pause", "resume", "stop", "unseal"])
def test_an_unknown_study_is_named(run, command):
    assert_wrong_use(run(command, "no-such-study"), "no-such-study")


def test_a_wrong_run_leaves_no_study_behind(run, csv, home):
    before = set(home.iterdir())

    run("run", csv, "--target", "churn", "--metric", "roc_acu", "--yes")

    assert set(home.iterdir()) == before


def test_with_json_a_command_line_that_cant_be_read_is_an_object_too(run, csv):
    done = run("run", csv, "--target", "churn", "--seconds", "soon", "--json")

    assert_wrong_use(done, "--seconds")
    assert "--seconds" in json.loads(done.stdout)["message"]


def test_the_version_needs_no_command(run):
    done = run("--version")

    assert (done.returncode, done.stdout.split()[0]) == (0, "cotune")


@pytest.fixture(scope="module")
def study(module_run, csv):
    done = module_run(
        "run", csv, "--target", "churn", "--trials", 1, "--families", "linear", "--name", "plain", "--yes"
    )
    assert done.returncode == 0, done.stderr
    return "plain"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("limit-agent", "--money", 3), "both prices, for input and for output"),
        (("limit-agent", "--input-price", 3), "both prices, for input and for output"),
        (("share", 3), "(--labels)\n  -> name columns, or take level 2"),
        (("revoke",), "no permissions are in force\n  -> there is nothing to take back"),
    ],
)
def test_no_message_speaks_python_to_a_shell(run, study, words, said):
    command, *options = words

    done = run(command, study, *options)

    assert_wrong_use(done, said)
    assert "_" not in done.stderr
    assert "'labels'" not in done.stderr


def test_columns_of_labels_stand_apart_by_commas(run, study):
    done = run("share", study, "3", "--labels", "plan, churn", "--yes")

    assert "category labels of 'plan', 'churn'" in done.stdout, done.stderr
