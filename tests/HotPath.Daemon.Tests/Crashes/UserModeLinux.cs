using System;
using System.Diagnostics;
using System.IO;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading;
using NUnit.Framework;

namespace HotPath.Daemon.Tests.Crashes;

/// <summary>
/// A machine of its own in a process: Linux in user mode with one ext4 disk, an image file. The host's files are its
/// root, read-only. To kill the process is to cut its power: what was not synced was in its memory and is gone.
/// </summary>
internal sealed partial class UserModeLinux : IDisposable
{
    // It keeps floating-point registers across a switch only as wide as SSE has them on a host with larger ones.
    private const string Registers = "GLIBC_TUNABLES=glibc.cpu.hwcaps="
        + "-AVX,-AVX2,-AVX512F,-AVX512VL,-AVX512BW,-AVX512DQ,-ERMS,-AVX_Fast_Unaligned_Load,-XSAVE,-XSAVEC";

    // User-Mode Linux cannot write the registers of hosts with AMX by PTRACE_SETREGSET. Refused that call and its
    // sibling at its start, it takes the older ones.
    private const string Launcher = """
        my $filter = join '', map { pack 'SCCL', @$_ } (
          [0x20, 0, 0, 0],          # number of the system call
          [0x15, 0, 4, 101],        # ptrace
          [0x20, 0, 0, 16],         # what it is asked for
          [0x15, 1, 0, 0x4204],     # PTRACE_GETREGSET
          [0x15, 0, 1, 0x4205],     # PTRACE_SETREGSET
          [0x06, 0, 0, 0x00050016], # EINVAL
          [0x06, 0, 0, 0x7fff0000], # everything else is allowed
        );
        my $program = pack 'Sx6P', 7, $filter;
        syscall(157, 38, 1, 0, 0, 0) == 0 or die "no_new_privs: $!";
        syscall(317, 1, 0, $program) == 0 or die "seccomp: $!";
        exec @ARGV or die "$ARGV[0]: $!";
        """;

    private readonly Process _process;
    private readonly StringBuilder _console = new();

    private UserModeLinux(string image, string init)
    {
        var start = new ProcessStartInfo("perl")
        {
            RedirectStandardError = true,
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        string[] arguments =
        [
            "-e", Launcher, "linux.uml", "root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", "mem=600M",
            "ubd0=" + image, "init=" + init, Registers, "con=null", "con0=null,fd:2", "con1=fd:0,fd:1", "quiet",
        ];
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        _process = new Process { StartInfo = start };
        _process.ErrorDataReceived += (_, line) => Note(line.Data);
        _process.OutputDataReceived += (_, line) => Note(line.Data);
        _process.Start();
        _process.BeginErrorReadLine();
        _process.BeginOutputReadLine();
    }

    /// <summary>Everything on its console so far.</summary>
    public string Console
    {
        get
        {
            lock (_console)
            {
                return _console.ToString();
            }
        }
    }

    /// <summary>Skips the test, with the reason, where there is no such machine.</summary>
    public static void Require()
    {
        CommandResult result = CommandRun.Complete("type linux.uml perl mkfs.ext4 e2fsck debugfs");
        if (result.ExitCode != 0)
        {
            Assert.Ignore("power cuts need User-Mode Linux: packages user-mode-linux, e2fsprogs and perl");
        }
    }

    /// <summary>Makes a disk.</summary>
    /// <param name="image">The file.</param>
    /// <param name="content">Folder whose files it holds.</param>
    public static void MakeDisk(string image, string content)
    {
        CommandResult result = CommandRun.Complete(
            $"rm -f {image}; truncate -s 192M {image} && mkfs.ext4 -q -F -d {content} {image}");
        Assert.That(result.ExitCode, Is.Zero, result.Errors);
    }

    /// <summary>Reads a file of a disk whose machine is off; nothing where there is no such file.</summary>
    /// <param name="image">The disk.</param>
    /// <param name="path">Full path on the disk.</param>
    /// <param name="copy">File that it is copied to.</param>
    public static byte[] ReadFile(string image, string path, string copy)
    {
        // As a mount does: what the file system's own journal holds is written to its place first.
        CommandRun.Complete($"rm -f {copy}; e2fsck -fp {image}; debugfs -R 'dump {path} {copy}' {image}");
        return File.Exists(copy) ? File.ReadAllBytes(copy) : [];
    }

    /// <summary>Switches a machine on.</summary>
    /// <param name="image">Its disk, <c>/dev/ubda</c>.</param>
    /// <param name="init">Script that it runs.</param>
    public static UserModeLinux Boot(string image, string init) => new(image, init);

    /// <summary>Waits until a word stands on the console.</summary>
    /// <returns><see langword="false"/> when it went off first, or after <paramref name="timeoutMs"/>.</returns>
    public bool WaitFor(string word, int timeoutMs) =>
        SpinWait.SpinUntil(() => Console.Contains(word, StringComparison.Ordinal) || _process.HasExited, timeoutMs)
        && Console.Contains(word, StringComparison.Ordinal);

    /// <summary>Cuts the power.</summary>
    public void Cut()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.WaitForExit();
    }

    /// <summary>The last number behind a word on the console, or 0.</summary>
    public long LastNumber(string word)
    {
        long number = 0;
        foreach (Match match in NumberPattern().Matches(Console))
        {
            number = match.Groups["word"].Value == word ? long.Parse(match.Groups["number"].Value, null) : number;
        }

        return number;
    }

    public void Dispose()
    {
        Cut();
        _process.Dispose();
    }

    private void Note(string? line)
    {
        lock (_console)
        {
            _console.Append(line).Append('\n');
        }
    }

    [GeneratedRegex(@"(?<word>released|journal to|end) (?<number>\d+)")]
    private static partial Regex NumberPattern();
}
