namespace Fleet.Contracts.Orders;

/// <summary>The names of those whom orders are for.</summary>
public static class OrderSubject
{
    /// <summary><c>instances/{id}</c></summary>
    public static string Of(InstanceId instance) => $"instances/{instance}";

    /// <summary><c>projects/{id}</c></summary>
    public static string Of(ProjectId project) => $"projects/{project}";
}
