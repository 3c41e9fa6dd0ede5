"""Compares our linear programmes' answers with those of HiGHS.

    solver_agrees.py FILE...   one JSON object a line: a problem and our answer
    solver_agrees.py -         reads MPS on stdin, writes HiGHS's solution to stdout

Needs highspy. Exits 1 if any answer differs.
"""

import json
import os
import sys
import tempfile

import highspy

INF = highspy.kHighsInf


def solver():
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    h.setOptionValue("threads", 1)
    return h


def lp(problem):
    """The problem as HiGHS takes it: without columns it would not look at the rows."""
    if not problem["cost"]:
        problem = problem | {"cost": [0], "lower": [0], "upper": [0]}
    p = highspy.HighsLp()
    p.num_col_, p.num_row_ = len(problem["cost"]), len(problem["rows"])
    p.col_cost_ = problem["cost"]
    p.col_lower_ = [-INF if v is None else v for v in problem["lower"]]
    p.col_upper_ = [INF if v is None else v for v in problem["upper"]]
    p.row_lower_ = [-INF if r[0] is None else r[0] for r in problem["rows"]]
    p.row_upper_ = [INF if r[1] is None else r[1] for r in problem["rows"]]
    start, index, value = [0], [], []
    for row in problem["rows"]:
        index += row[2]
        value += row[3]
        start.append(len(index))
    p.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    p.a_matrix_.start_, p.a_matrix_.index_, p.a_matrix_.value_ = start, index, value
    return p


STATUS = {
    highspy.HighsModelStatus.kOptimal: ("optimal",),
    highspy.HighsModelStatus.kModelEmpty: ("optimal",),
    highspy.HighsModelStatus.kInfeasible: ("infeasible",),
    highspy.HighsModelStatus.kUnbounded: ("unbounded",),
    highspy.HighsModelStatus.kUnboundedOrInfeasible: ("unbounded", "infeasible"),
}


def compare(h, problem):
    """What is wrong with our answer, or None."""
    h.clearModel()
    if h.passModel(lp(problem)) == highspy.HighsStatus.kError:
        return "HiGHS does not take the problem"
    h.run()
    status = h.getModelStatus()
    want = STATUS.get(status, (str(status),))
    if problem["status"] not in want:
        return f"status {problem['status']}, HiGHS says {' or '.join(want)}"
    if problem["status"] == "optimal":
        # Costs of ours may be exact integers that a float cannot hold.
        got, other = float(problem["objective"]), h.getInfo().objective_function_value
        if abs(got - other) > 1e-7 * (1 + abs(other)):
            return f"objective {got}, HiGHS says {other}"
    return None


def main(files):
    if files == ["-"]:
        with tempfile.TemporaryDirectory() as d:
            mps, out = os.path.join(d, "p.mps"), os.path.join(d, "p.sol")
            with open(mps, "wb") as f:
                f.write(sys.stdin.buffer.read())
            h = solver()
            if h.readModel(mps) == highspy.HighsStatus.kError:
                sys.exit("HiGHS cannot read the problem")
            h.run()
            h.writeSolution(out, 0)
            sys.stdout.write(open(out).read())
        return
    h, wrong = solver(), 0
    for name in files:
        count = {}
        for line in open(name):
            problem = json.loads(line)
            count[problem["status"]] = count.get(problem["status"], 0) + 1
            if why := compare(h, problem):
                wrong += 1
                print(f"{name}: {problem['name']}: {why}")
        print(f"{os.path.basename(name)}: {sum(count.values())} problems compared with HiGHS: {count}")
    sys.exit(1 if wrong else 0)


main(sys.argv[1:])
