using System.Globalization;
using Guidon.Delivery.Settings;

namespace Guidon.Simulation.Tests;

/// <summary>The settings of one pump, and what the world remembers of that pump: it is made anew with each start of one.</summary>
internal sealed class Outlet(SettingsValues values)
{
    internal Uri Address { get; } = new(values.Text("url"));

    /// <summary>The receiver's name for the destination; another one after it was deleted and created again.</summary>
    internal string Account => Address.AbsolutePath[1..];

    internal int? PerSecond { get; } =
        int.TryParse(values.Text("requests_per_second_max"), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>When its attempts began, in ticks.</summary>
    internal List<long> Began { get; } = [];

    /// <summary>A receiver asked it for rest until then, in ticks.</summary>
    internal long RestUntil { get; set; }
}
