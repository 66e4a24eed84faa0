namespace Guidon.Delivery;

/// <summary>Says when an owner is to be told that a certificate ends: once 30, 7 and 1 days before, and after a restart again.</summary>
internal sealed class CertificateWatch
{
    private static readonly int[] s_stages = [30, 7, 1];

    private readonly Dictionary<(int Destination, DateTimeOffset EndsAt), int> _told = [];

    /// <returns>The stage in days; <see langword="null"/> when there is no news.</returns>
    internal int? News(int destinationId, DateTimeOffset endsAt, DateTimeOffset now)
    {
        var stage = Array.FindLast(s_stages, days => endsAt - now <= TimeSpan.FromDays(days));
        var told = _told.GetValueOrDefault((destinationId, endsAt), int.MaxValue);
        if (stage == 0 || stage >= told) return null;
        _told[(destinationId, endsAt)] = stage;
        return stage;
    }
}
