//! The unit files as systemd itself judges them: no complaint, little exposure.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The most exposure (0 best, 10 worst) that `systemd-analyze security` may find,
/// in tenths. What is left is what the service is for: the network.
const EXPOSURE_TENTHS: u32 = 12;

const SYSTEM_UNITS: [&str; 2] = ["afterword.service", "afterword@.service"];
const USER_UNITS: [&str; 2] = ["user/afterword.service", "user/afterword@.service"];

#[test]
fn systemd_has_nothing_to_say_about_the_units() {
    if !systemd_is_here() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for unit in SYSTEM_UNITS {
        let path = unit_for_this_machine(&folder, unit, |text| text);
        assert_quiet(unit, &analyze(&folder, &["verify", "--man=no"], &path));
    }
    for unit in USER_UNITS {
        let path = unit_for_this_machine(&folder, unit, |text| text);
        assert_quiet(
            unit,
            &analyze(&folder, &["verify", "--user", "--man=no"], &path),
        );
    }
}

#[test]
fn the_system_units_expose_little() {
    if !systemd_is_here() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    for unit in SYSTEM_UNITS {
        let path = unit_for_this_machine(&folder, unit, |text| text);
        let output = security(&folder, &path);
        assert!(output.status.success(), "{unit}:\n{}", said(&output));
    }
}

/// Both judgements must be able to fail.
#[test]
fn a_bad_unit_is_found() {
    if !systemd_is_here() {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let misspelt = unit_for_this_machine(&folder, "afterword.service", |text| {
        text.replace("WatchdogSec=", "WatchdogSeconds=")
    });
    let output = analyze(&folder, &["verify", "--man=no"], &misspelt);
    assert!(
        said(&output).contains("WatchdogSeconds"),
        "{}",
        said(&output)
    );

    let open = unit_for_this_machine(&folder, "afterword.service", |text| {
        text.replace("SystemCallFilter=", "# ")
    });
    assert!(!security(&folder, &open).status.success());
}

fn systemd_is_here() -> bool {
    let here = Command::new("systemd-analyze")
        .arg("--version")
        .output()
        .is_ok();
    if !here {
        eprintln!("SKIPPED: no systemd-analyze here, the unit files stay unjudged");
    }
    here
}

/// A copy that names the binary just built, since systemd looks for it.
fn unit_for_this_machine(folder: &TempDir, unit: &str, change: fn(String) -> String) -> PathBuf {
    let source = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("systemd")
        .join(unit);
    let text = fs::read_to_string(&source).expect("the unit file is there");
    let installed = "ExecStart=/usr/bin/afterword ";
    assert!(text.contains(installed), "{unit} starts something else");
    let built = format!("ExecStart=\"{}\" ", env!("CARGO_BIN_EXE_afterword"));
    let path = folder.path().join(unit);
    fs::create_dir_all(path.parent().expect("the path has a folder"))
        .expect("the temporary folder can be written");
    fs::write(&path, change(text.replace(installed, &built)))
        .expect("the temporary folder can be written");
    path
}

fn security(folder: &TempDir, unit: &Path) -> Output {
    let threshold = format!("--threshold={EXPOSURE_TENTHS}");
    let arguments = ["security", "--offline=true", "--no-pager", &threshold];
    analyze(folder, &arguments, unit)
}

fn analyze(folder: &TempDir, arguments: &[&str], unit: &Path) -> Output {
    // A user's manager insists on a private run-time folder.
    let run_time = folder.path().join("run");
    fs::create_dir_all(&run_time).expect("the temporary folder can be written");
    fs::set_permissions(&run_time, fs::Permissions::from_mode(0o700)).expect("it is ours");
    Command::new("systemd-analyze")
        .args(arguments)
        .arg(unit)
        .env("XDG_RUNTIME_DIR", &run_time)
        .env("LC_ALL", "C")
        .output()
        .expect("systemd-analyze runs")
}

fn assert_quiet(unit: &str, output: &Output) {
    assert!(
        output.status.success() && said(output).is_empty(),
        "{unit}: {}",
        said(output)
    );
}

fn said(output: &Output) -> String {
    let both = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    String::from_utf8_lossy(&both).trim().to_owned()
}
