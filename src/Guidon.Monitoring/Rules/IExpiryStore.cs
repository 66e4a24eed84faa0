namespace Guidon.Monitoring.Rules;

/// <summary>Says which keys end soon.</summary>
public interface IExpiryStore
{
    /// <summary>Keys that are good now and expire before a time, as kind and id: a name is a customer's word.</summary>
    /// <param name="now">UTC.</param>
    /// <param name="until">UTC.</param>
    /// <param name="cancellation">Stops the read.</param>
    ValueTask<IReadOnlyList<(string Key, DateTimeOffset EndsAt)>> ExpiringAsync(DateTimeOffset now, DateTimeOffset until, CancellationToken cancellation);
}
