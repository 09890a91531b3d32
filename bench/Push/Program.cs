using System.Globalization;
using System.Text.Json;
using Fleet.Bench.Push;
using Fleet.TestKit.Lab;

// From POST sshKeys to "the guest has confirmed it", on a real guest, beside the bare floor of the same database in the same run.
const int Pushes = 100;
var json = args is ["--json", var file] ? file : null;

await using var lab = new GuestLab();
await lab.InitializeAsync();
var guest = await lab.BootAsync("bench-1", "#cloud-config\nusers:\n  - name: alice\n");
await guest.WaitAsync();
await using var floor = await Floor.OpenAsync(lab.Fleetd.DataDirectory);
var push = new Push(lab, guest);

// What is measured is a server and a guest that have done it before.
for (var i = 0; i < 10; i++)
{
    await push.OnceAsync();
    await floor.OnceAsync();
}

var (fleet, bare) = (new List<double>(), new List<double>());
for (var i = 0; i < Pushes; i++)
{
    bare.Add(await floor.OnceAsync());
    fleet.Add(await push.OnceAsync());
}

var (p50, p99, floor50, floor99) = (Percentile(fleet, 50), Percentile(fleet, 99), Percentile(bare, 50), Percentile(bare, 99));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"push to confirmed by the guest   p50 {p50:0.0} ms   p99 {p99:0.0} ms   ({Pushes} pushes, one guest)"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"floor: commit, NOTIFY, commit    p50 {floor50:0.0} ms   p99 {floor99:0.0} ms"));
Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"ratio                            p50 {p50 / floor50:0.0}      p99 {p99 / floor99:0.0}"));
if (json is not null)
    await File.WriteAllTextAsync(json, JsonSerializer.Serialize(new { pushes = Pushes, p50Ms = p50, p99Ms = p99, floorP50Ms = floor50, floorP99Ms = floor99, ratioP50 = p50 / floor50 }));
return 0;

static double Percentile(IEnumerable<double> values, int percent)
{
    var sorted = values.Order().ToList();
    return sorted[Math.Min(sorted.Count - 1, (int)Math.Ceiling(sorted.Count * percent / 100.0) - 1)];
}
