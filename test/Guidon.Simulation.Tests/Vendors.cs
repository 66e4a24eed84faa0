using Guidon.Delivery;
using Guidon.Integrations;
using Guidon.Receivers;
using Guidon.Receivers.Amplitude;
using Guidon.Receivers.Mixpanel;

namespace Guidon.Simulation.Tests;

/// <summary>Two integrations of the catalog, unchanged: one with profiles and refusals by index, one with two endpoints. Their receivers are the strict ones.</summary>
internal static class Vendors
{
    internal const string Amplitude = "amplitude";
    internal const string Mixpanel = "mixpanel";

    internal static IEnumerable<Integration> All => Catalog.All.Where(integration => Is(integration.Name));

    internal static bool Is(string integration) => integration is Amplitude or Mixpanel;

    internal static StrictReceiver Open(string integration, TimeProvider time) => integration == Amplitude ? new StrictAmplitude(time) : new StrictMixpanel(time);
}
