using Guidon.Contracts;

namespace Guidon.Dashboard.Client;

internal sealed partial class ManagementClient
{
    /// <param name="hours">Up to 6 by minute, up to 864 by hour.</param>
    /// <param name="destination">0 for all together.</param>
    internal Task<Outcome<SeriesAnswer>> SeriesAsync(int hours, int destination) =>
        GetAsync($"{Own}series?hours={hours}{(destination > 0 ? $"&destination={destination}" : "")}", ContractsJson.Default.SeriesAnswer);

    /// <param name="environment">Its key.</param>
    /// <param name="days">Up to 365, today among them.</param>
    /// <param name="feature">Its name; empty for all.</param>
    internal Task<Outcome<UsageAnswer>> UsageAsync(string environment, int days, string feature) =>
        GetAsync($"{Own}environments/{Escape(environment)}/usage?days={days}&feature={Escape(feature)}", ContractsJson.Default.UsageAnswer);
}
