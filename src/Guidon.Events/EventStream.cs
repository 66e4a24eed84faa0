namespace Guidon.Events;

/// <summary>
/// The numbers by which the log keeps events apart. The evaluations of an environment have the environment's id; changes have streams of
/// their own, one per environment, project and organisation, and so have an organisation's alerts, so that nobody reads past events that are not for him.
/// </summary>
public static class EventStream
{
    private const int Levels = 4;

    private enum Level
    {
        Alerts = 0,
        Environment = 1,
        Project = 2,
        Organisation = 3,
    }

    /// <summary>Messages to people. It is the installation's own, as no organisation has the id 0.</summary>
    public const int Mail = -1;

    /// <summary>What an error tracker is told. As above.</summary>
    public const int Errors = -2;

    /// <summary>The largest id that has streams.</summary>
    public const int IdMax = (int.MaxValue / Levels) - 1;

    /// <summary>Changes of flags in one environment.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is not from 1 to <see cref="IdMax"/>.</exception>
    public static int OfEnvironmentChanges(int environmentId) => Of(environmentId, Level.Environment);

    /// <summary>Audit records of one project.</summary>
    /// <exception cref="ArgumentOutOfRangeException">As above.</exception>
    public static int OfProjectChanges(int projectId) => Of(projectId, Level.Project);

    /// <summary>Changes of flags and audit records of one organisation.</summary>
    /// <exception cref="ArgumentOutOfRangeException">As above.</exception>
    public static int OfOrganisationChanges(int organisationId) => Of(organisationId, Level.Organisation);

    /// <summary>Alerts about destinations of one organisation, and about the node.</summary>
    /// <exception cref="ArgumentOutOfRangeException">As above.</exception>
    public static int OfAlerts(int organisationId) => Of(organisationId, Level.Alerts);

    /// <summary>Whether it is the installation's own and nobody's in it.</summary>
    public static bool IsOfInstallation(int stream) => stream is < 0 and > -Levels;

    /// <summary>Whether it is a stream of alerts.</summary>
    public static bool HasAlerts(int stream) => HasChanges(stream) && LevelOf(stream) == Level.Alerts;

    /// <summary>Whether it is a stream of changes or alerts and not of evaluations.</summary>
    public static bool HasChanges(int stream) => stream < 0;

    /// <summary>The environment that a stream belongs to; <see langword="null"/> for a project or an organisation.</summary>
    public static int? EnvironmentOf(int stream) =>
        !HasChanges(stream) ? stream : OwnerOf(stream, Level.Environment);

    /// <summary>The project that a stream belongs to; <see langword="null"/> for an environment or an organisation.</summary>
    public static int? ProjectOf(int stream) => OwnerOf(stream, Level.Project);

    /// <summary>The organisation that a stream belongs to; <see langword="null"/> for an environment or a project.</summary>
    public static int? OrganisationOf(int stream) => OwnerOf(stream, Level.Organisation) ?? OwnerOf(stream, Level.Alerts);

    private static Level LevelOf(int stream) => (Level)(-stream % Levels);

    private static int? OwnerOf(int stream, Level level) =>
        HasChanges(stream) && !IsOfInstallation(stream) && LevelOf(stream) == level ? -stream / Levels : null;

    // Negative, since ids of environments are positive: a stream of changes is never taken for one of evaluations.
    private static int Of(int id, Level level)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(id, IdMax);
        return -((id * Levels) + (int)level);
    }
}
