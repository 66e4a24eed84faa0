using Guidon.Contracts;

namespace Guidon.Dashboard.Integrations;

/// <summary>What is connected and what can be.</summary>
/// <param name="Destinations">Connected, with their kinds.</param>
/// <param name="Catalog">Every kind.</param>
public sealed record GalleryView(IReadOnlyList<(DestinationSummary Destination, IntegrationView? Integration)> Destinations, IReadOnlyList<IntegrationView> Catalog);
